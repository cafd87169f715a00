"""What the engine remembers of each stream between frames: the face analysed last, and the relief so far."""

from __future__ import annotations

from collections import OrderedDict

from facelab._types import Image, MainFace, ReliefState
from facelab.canonical import CanonicalFace
from facelab.structure import Relief

_MAX_STREAMS = 4


class Sessions:
    """The relief of at most four streams: the stream unused for longest makes room."""

    def __init__(self, canonical: CanonicalFace) -> None:
        self._canonical = canonical
        self._streams: OrderedDict[int, _Session] = OrderedDict()

    def seen(self, stream: int, frame: Image, main: MainFace | None) -> None:
        """Notes what the newest frame of a stream, (h, w, 3) RGB, shows."""
        session = self._of(stream)
        session.frames += 1
        session.unused = None if main is None else (frame, main)
        session.borrowed = True

    def keep_frames(self, stream: int | None) -> None:
        """Copies the frames that are still to be used and may now be overwritten, unless this stream sees a newer one.

        Streams that take turns are rare; one stream's frames are used at once, or never.
        """
        for other, session in self._streams.items():
            if other != stream and session.unused is not None and session.borrowed:
                frame, main = session.unused
                session.unused = (frame.copy(), main)
                session.borrowed = False

    def newest(self, stream: int) -> Image | None:
        """The newest frame of a stream, while it is still to be used."""
        unused = self._of(stream).unused
        return None if unused is None else unused[0]

    def relief(self, stream: int, use: bool) -> ReliefState:
        """The relief of a stream, with the newest frame's face taken into account once if it is to be used."""
        session = self._of(stream)
        unused, session.unused = session.unused, None
        if not use:
            return session.relief.settle()
        if unused is None:
            return session.relief.state()
        frame, main = unused
        return session.relief.add(session.frames, frame, main.landmarks, main.pose)

    def relief_of(self, stream: int) -> Relief:
        """All that the frames of a stream say."""
        return self._of(stream).relief

    def forget(self, stream: int) -> None:
        """Forgets a stream."""
        self._streams.pop(stream, None)

    def _of(self, stream: int) -> _Session:
        session = self._streams.pop(stream, None)
        if session is None:
            while len(self._streams) >= _MAX_STREAMS:
                self._streams.popitem(last=False)
            session = _Session(Relief(self._canonical))
        self._streams[stream] = session
        return session


class _Session:
    """One stream: frames analysed, the newest and its face unless it was used already, and the relief.

    The newest frame is borrowed until it is copied.
    """

    def __init__(self, relief: Relief) -> None:
        self.frames = 0
        self.unused: tuple[Image, MainFace] | None = None
        self.borrowed = False
        self.relief = relief

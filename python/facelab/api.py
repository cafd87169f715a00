"""The door of facelab: the engine's host calls this, and nothing else."""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from facelab import _mediapipe, canonical, embedding, known_pair, quality, texture
from facelab._sessions import Sessions
from facelab._shared import SharedFrames
from facelab._types import (
    Analysis,
    AxisRelief,
    Box,
    FrameError,
    Hello,
    Image,
    MainFace,
    ModelError,
    Pose,
    Reconstruction,
    ReliefState,
)
from facelab.landmarks import LandmarkTracker
from facelab.openness import eye_openness, mouth_openness
from facelab.pose import PoseSolver
from facelab.reconstruction import OPEN3D_VERSION, Reconstructor
from facelab.texture import TextureScorer

__all__ = [
    "Analysis",
    "AxisRelief",
    "Box",
    "Engine",
    "FrameError",
    "Hello",
    "MainFace",
    "ModelError",
    "Pose",
    "Reconstruction",
    "ReliefState",
    "SharedFrames",
]

SMALLEST_SIDE, LARGEST_SIDE = 64, 4096


class Engine:
    """Everything the engine can do with a frame. Belongs to one thread.

    Once made it needs no network, starts no program, writes nothing, and reads only MediaPipe's own package (when a
    new stream begins).

    Args:
        models: folder of the fetched models: `mobilefacenet.tflite`, `face_anti_spoofing.tflite` and
            `canonical_face.binarypb`.

    Raises:
        ModelError: one of them is missing or isn't what it should be.
    """

    def __init__(self, models: str) -> None:
        # The pictures here are small: handing parts of them to threads costs more than it saves.
        cv2.setNumThreads(1)
        folder = Path(models)
        fetched = [embedding.FILE_NAME, texture.FILE_NAME, canonical.FILE_NAME]
        paths = [*(folder / name for name in fetched), *_mediapipe.BUNDLED_MODELS]
        self._models = {path.name: _sha256(path) for path in paths}
        self._canonical = canonical.load(folder / canonical.FILE_NAME)
        self._embedder = embedding.Embedder(folder / embedding.FILE_NAME)
        self._texture = TextureScorer(folder / texture.FILE_NAME)
        self._poses = PoseSolver(self._canonical)
        self._tracker = LandmarkTracker()
        self._sessions = Sessions(self._canonical)
        self._reconstructor = Reconstructor(self._canonical)
        faces = known_pair.drawings(self._canonical)
        self._known = known_pair.score(faces, self._embedder)
        self._warm_up(faces[0].frame)

    def hello(self) -> Hello:
        """Versions, model hashes and the known pairs' cosines."""
        return Hello(
            versions={
                "python": platform.python_version(),
                "mediapipe": _mediapipe.VERSION,
                "opencv": cv2.__version__,
                "numpy": np.__version__,
                "litert": embedding.RUNTIME_VERSION,
                "open3d": OPEN3D_VERSION,
            },
            models=dict(self._models),
            known_pair=self._known.same,
            known_strangers=self._known.strangers,
            known_pairs_ok=self._known.are_right(),
        )

    def analyse(self, stream: int, frame: NDArray[np.uint8]) -> Analysis:
        """What the next frame of a stream shows.

        Args:
            stream: whose frame it is; each stream is tracked on its own, the four used last are remembered.
            frame: (h, w, 3) RGB, C-contiguous, 64 to 4096 pixels a side. It must stay as it is until the next frame
                is given to `analyse`, `embed` or `texture`, and may be overwritten after that.

        Raises:
            FrameError: the frame is of another type, shape or size.
        """
        self._sessions.keep_frames(stream)
        _check_frame(frame)
        # MediaPipe copies what could be written to.
        frame = frame.view()
        frame.flags.writeable = False
        analysis = self._analyse(stream, frame)
        self._sessions.seen(stream, frame, analysis.main)
        return analysis

    def _analyse(self, stream: int, frame: Image) -> Analysis:
        found = self._tracker.find(stream, frame)
        boxes = tuple(face.box for face in found)
        if not found:
            return Analysis(boxes, None)
        landmarks = found[0].landmarks
        placement = self._poses.solve(landmarks, frame.shape[1], frame.shape[0])
        if placement is None:
            return Analysis(boxes, None)
        main = MainFace(
            landmarks=landmarks,
            pose=placement.pose,
            eye_openness=eye_openness(landmarks),
            mouth_openness=mouth_openness(landmarks),
            quality=quality.assess(frame, boxes, landmarks, placement, self._canonical),
        )
        return Analysis(boxes, main)

    def embed(self, frame: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
        """The embedding of one face: (192,) float32 of length 1.

        Args:
            frame: as for `analyse`.
            landmarks: (478, 3) float32, pixels of this frame.

        Raises:
            FrameError: frame or landmarks can't be used.
        """
        self._sessions.keep_frames(None)
        _check_frame(frame)
        return self._embedder.embed(frame, landmarks)

    def texture(self, frame: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> float:
        """How much a face looks like a picture of one, advisory: above 0.2 suspicious.

        It takes about five times as long as `embed`: it is for when nobody waits.

        Args:
            frame: as for `analyse`.
            landmarks: (478, 3) float32, pixels of this frame.

        Raises:
            FrameError: frame or landmarks can't be used.
        """
        self._sessions.keep_frames(None)
        _check_frame(frame)
        return self._texture.score(frame, landmarks)

    def relief(self, stream: int, use: bool = True) -> ReliefState:
        """What the depth measured in a stream says so far; about 2 ms.

        Args:
            stream: whose.
            use: whether the frame analysed last counts; it counts once, however often this is called. Where it does
                not, what is left to measure of earlier frames is measured: ask so for the decision.
        """
        return self._sessions.relief(stream, use)

    def reconstruct(self, stream: int) -> Reconstruction | None:
        """The shape of a stream's face from all its frames that counted in `relief`; about 0.2 s.

        Returns:
            None where they tell of no depth: too few, not turned, or nothing in them that is deep.
        """
        measured = self._sessions.relief_of(stream).measured_depth()
        return None if measured is None else self._reconstructor.reconstruct(measured)

    def shape_score(
        self,
        points: NDArray[np.float32],
        confidence: NDArray[np.float32],
        other_points: NDArray[np.float32],
        other_confidence: NDArray[np.float32],
    ) -> float:
        """How alike two reconstructions are, 0 to 1; advisory. About 0.2 s.

        Args:
            points: (468, 3) float32, of one.
            confidence: (468,) float32, of one.
            other_points: of the other.
            other_confidence: of the other.

        Raises:
            FrameError: the arrays have other shapes, aren't finite, or tell too little.
        """
        return self._reconstructor.shape_score(points, confidence, other_points, other_confidence)

    def reset(self, stream: int) -> None:
        """Forgets a stream's tracking state and depth, between sessions and between people."""
        self._tracker.reset(stream)
        self._sessions.forget(stream)

    def _warm_up(self, frame: Image) -> None:
        """Runs every stage once, so that whatever they load lazily is loaded before the process is confined."""
        stream = -1
        for _ in range(2):
            self.analyse(stream, frame)
        self.reset(stream)


def _check_frame(frame: Image) -> None:
    if not isinstance(frame, np.ndarray) or frame.dtype != np.uint8:
        raise FrameError("a frame must be an array of 8-bit numbers")
    if frame.ndim != 3 or frame.shape[2] != 3:
        raise FrameError(f"a frame must have the shape (height, width, 3), got {frame.shape}")
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in frame.shape[:2]):
        raise FrameError(
            f"a frame must have {SMALLEST_SIDE} to {LARGEST_SIDE} pixels a side, "
            f"got {frame.shape[1]} x {frame.shape[0]}"
        )
    if not frame.flags.c_contiguous:
        raise FrameError("a frame's rows must lie one after the other (C-contiguous)")


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error.strerror}); fetch the models again") from error

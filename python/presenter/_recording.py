"""Films a cast and writes the recording: folders of numbered JPEG frames and `recording.toml`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ._backdrop import backdrop
from ._kinds import Actor, Kind
from ._motion import NEUTRAL_SECONDS, added, clip
from ._photometry import Photometry, Sensor
from ._render import draw

SETTINGS_FILE = "recording.toml"


def write_recording(folder: Path, kind: Kind, cast: Sequence[Actor], fps: int, seed: Sequence[int]) -> None:
    """Writes the whole recording into an existing, empty folder.

    The same kind, cast, fps and seed give the same bytes. seed[0] alone chooses the wall, so that everybody who is
    recorded with it stands in the same room.
    """
    wall = backdrop(np.random.SeedSequence([seed[0]]))
    written = 0
    for turn, name in enumerate(kind.clips):
        clip_seed = np.random.SeedSequence([*seed, zlib.crc32(name.encode()), turn])
        into = folder if kind.plain else folder / name
        into.mkdir(exist_ok=True)
        if not kind.plain:
            written = 0
        for frame in film(cast, name, kind.photometry, wall, fps, clip_seed):
            written += 1
            (into / f"{written:06d}.jpg").write_bytes(frame)
    (folder / SETTINGS_FILE).write_text(f"fps = {fps}\n", encoding="utf-8")


def film(
    cast: Sequence[Actor],
    name: str,
    photometry: Photometry,
    wall: NDArray[np.float32],
    fps: int,
    seed: np.random.SeedSequence,
) -> Iterator[bytes]:
    """The JPEG frames of one clip. Actors without a gesture of this name stay neutral for as long."""
    gestures = [actor.gestures.get(name) for actor in cast]
    seconds = max((gesture.seconds for gesture in gestures if gesture), default=NEUTRAL_SECONDS)
    frames = round(seconds * fps)
    sensor, *minds = seed.spawn(1 + len(cast))
    moments = [
        clip(gesture, actor.manner, frames, fps, mind)
        for actor, gesture, mind in zip(cast, gestures, minds, strict=True)
    ]
    camera = Sensor(photometry, wall.shape, np.random.default_rng(sensor))
    for frame in range(frames):
        scene = wall
        for actor, path in zip(cast, moments, strict=True):
            scene = draw(actor.surface, added(actor.stands, path[frame]), scene)
        yield camera.photograph(scene)

"""Films a cast and writes the recording: folders of numbered JPEG frames and `recording.toml`."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ._backdrop import backdrop
from ._cast import Actor
from ._glare import flash
from ._kinds import Kind
from ._motion import NEUTRAL_SECONDS, Moment, added, between, clip
from ._photometry import Photometry, Sensor
from ._render import draw

SETTINGS_FILE = "recording.toml"

STRAIGHT = Moment()
SMEARED_INTO = 5
"""Instants that add up to a frame of a camera with a slow shutter; ours."""

LAMPS = zlib.crc32(b"lamps")
STANCE = zlib.crc32(b"stance")
"""Keeps the numbers that the stance is drawn from apart from the clips'."""


def write_recording(
    folder: Path,
    kind: Kind,
    cast: Sequence[Actor],
    fps: int,
    seed: Sequence[int],
    only: frozenset[str] | None = None,
) -> None:
    """Writes the whole recording into an existing, empty folder.

    The same kind, cast, fps and seed give the same bytes. seed[0] alone chooses the wall, so that everybody who is
    recorded with it stands in the same room. only: the clips of a responsive recording that are made, the same as they
    would be among all.
    """
    wall = backdrop(np.random.SeedSequence([seed[0]]))
    stance = _stance(np.random.default_rng([*seed, STANCE]))
    written = 0
    for turn, name in enumerate(kind.clips_of(seed[0])):
        if only is not None and name not in only and not kind.plain:
            continue
        clip_seed = np.random.SeedSequence([*seed, zlib.crc32(name.encode()), turn])
        into = folder if kind.plain else folder / name
        into.mkdir(exist_ok=True)
        if not kind.plain:
            written = 0
        for frame in film(cast, name, kind.photometry, wall, fps, clip_seed, stance):
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
    stance: Moment = STRAIGHT,
) -> Iterator[bytes]:
    """The JPEG frames of one clip. Actors without a gesture of this name stay neutral for as long.

    stance: where everybody is besides, throughout
    """
    present = [actor for actor in cast if actor.clips is None or name in actor.clips]
    gestures = [actor.gestures.get(name) for actor in present]
    seconds = max((gesture.seconds for gesture in gestures if gesture), default=NEUTRAL_SECONDS)
    frames = round(seconds * fps)
    sensor, *minds = seed.spawn(1 + len(present))
    moments: list[list[Moment]] = []
    for actor, gesture, mind in zip(present, gestures, minds, strict=True):
        moments.append(moments[-1] if actor.held else clip(gesture, actor.manner, frames, fps, mind))
    lamps = np.random.default_rng([*sensor.generate_state(2), LAMPS])
    camera = Sensor(photometry, wall.shape, np.random.default_rng(sensor))
    shown = range(SMEARED_INTO if photometry.shutter else 1)
    for frame in range(frames):
        light = []
        for instant in shown:
            scene = wall
            later = photometry.shutter * instant / SMEARED_INTO
            for actor, path in zip(present, moments, strict=True):
                at = between(path[frame], path[min(frame + 1, frames - 1)], later)
                scene = draw(actor.surface, added(added(actor.stands, stance), at), scene)
            light.append(scene)
        seen = light[0] if len(light) == 1 else np.mean(light, axis=0, dtype=np.float32)
        if lamps.random() < photometry.glare:
            for actor, path in zip(present, moments, strict=True):
                seen = flash(seen, actor.surface, added(added(actor.stands, stance), path[frame]), lamps)
        yield camera.photograph(seen)


def _stance(random: np.random.Generator) -> Moment:
    """Nobody stands twice in quite the same place before a camera, or holds the head quite as level; ours."""
    return Moment(
        pitch_degrees=random.uniform(-2.0, 2.0),
        roll_degrees=random.uniform(-2.0, 2.0),
        right_cm=random.uniform(-1.5, 1.5),
        down_cm=random.uniform(-0.8, 0.8),
        nearer_cm=random.uniform(-3.0, 3.0),
    )

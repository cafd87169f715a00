"""How alike people are to themselves and to others as they turn: `python -m facelab.likeness FOLDER` prints JSON.

FOLDER holds recordings as `facelab.measure` reads them, of people who turn. Each is played as a session: a second of
neutral, of which five frames are fused as a kiosk fuses them, and then the clips. Every second frame of these is
compared with the fused face of the person themselves, and with that of everybody else. A folder of photos of one person
without clips is no session: each photo is compared with what those fuse to, itself left out, that look ahead.

A line for each band of angles: how alike frames are to their own person (least, 1st percentile, median) and to others
(median, 99th percentile, most), which share of either lies on the wrong side of bounds, and the least quality that
counts for a head that moves (least and 1st percentile).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from facelab._types import Floats, FrameError, MainFace, ModelError
from facelab.api import Engine
from facelab.bench import decode, pictures
from facelab.measure import folders_of, person_of

_STREAM = 0
_CLIPS = ("left", "right", "up", "down")
_FUSED = 5
_EACH = 2
_BOUNDS = (0.45, 0.50, 0.55, 0.60, 0.66)
_YAW_BANDS = ((0, 12), (12, 20), (20, 25), (25, 30), (30, 35), (35, 40), (40, 45), (45, 60))
_NOD_BANDS = ((8, 12), (12, 16), (16, 30))
_NODDED = 8.0
_AHEAD = 12.0
_COMPONENTS = ("Sharpness", "UnderExposurePrevention", "OverExposurePrevention", "InterEyeDistance", "HeadSize")


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame of somebody who turns.

    yaw, pitch: degrees, pitch from where the head rests
    own: cosine with the fused face of the same person
    embedding: (192,) of the face
    """

    person: str
    yaw: float
    pitch: float
    own: float
    embedding: Floats
    quality: dict[str, float]

    @property
    def band(self) -> str | None:
        """The band of angles it counts for; none where it is turned and nodded."""
        yaw, pitch = abs(self.yaw), abs(self.pitch)
        if pitch <= _NODDED:
            return _band("yaw", _YAW_BANDS, yaw)
        return _band("nod", _NOD_BANDS, pitch) if yaw <= _AHEAD else None


def _band(name: str, bands: tuple[tuple[int, int], ...], angle: float) -> str | None:
    return next((f"{name} {low}-{high}" for low, high in bands if low <= angle < high), None)


@dataclass(frozen=True, slots=True)
class _Face:
    """A face, and its (192,) embedding."""

    main: MainFace
    embedding: Floats


def play(engine: Engine, recording: Path, clips: tuple[str, ...]) -> tuple[Floats, list[Seen]]:
    """The fused face of who is there, (192,), and what is seen of them.

    Raises:
        FrameError: no face that looks ahead is found.
    """
    folders = folders_of(recording, clips)
    if folders == [(recording, None)]:
        return _photos(engine, recording)
    engine.reset(_STREAM)
    (neutral, most), *asked = folders
    ahead = _faces(engine, pictures(neutral)[:most])
    fused = _fused(recording, ahead[-_FUSED:])
    shown = [face for folder, most in asked for face in _faces(engine, pictures(folder)[:most])[::_EACH]]
    straight = float(np.median([face.main.pose.pitch for face in ahead]))
    return fused, [_seen(recording, face, straight, fused) for face in shown]


def _photos(engine: Engine, folder: Path) -> tuple[Floats, list[Seen]]:
    faces = []
    for path in pictures(folder):
        # They don't follow each other.
        engine.reset(_STREAM)
        faces.extend(_faces(engine, [path]))
    ahead = [face for face in faces if abs(face.main.pose.yaw) <= _AHEAD]
    fused = _fused(folder, ahead)
    straight = float(np.median([face.main.pose.pitch for face in ahead]))
    others = [[other for other in ahead if other is not face] or ahead for face in faces]
    return fused, [
        _seen(folder, face, straight, _fused(folder, rest)) for face, rest in zip(faces, others, strict=True)
    ]


def _faces(engine: Engine, paths: list[Path]) -> list[_Face]:
    found = []
    for path in paths:
        frame = decode(path)
        main = engine.analyse(_STREAM, frame).main
        if main is not None:
            found.append(_Face(main, engine.embed(frame, main.landmarks)))
    return found


def _fused(recording: Path, faces: list[_Face]) -> Floats:
    if not faces:
        raise FrameError(f"{recording} shows no face that looks ahead")
    mean = np.mean([face.embedding for face in faces], axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _seen(recording: Path, face: _Face, straight: float, fused: Floats) -> Seen:
    return Seen(
        person=person_of(recording.name),
        yaw=face.main.pose.yaw,
        pitch=face.main.pose.pitch - straight,
        own=float(fused @ face.embedding),
        embedding=face.embedding,
        quality={name: float(face.main.quality[name]) for name in _COMPONENTS},
    )


def summary(band: str, shown: list[Seen], faces: dict[str, list[Floats]]) -> dict[str, object]:
    """What a band of angles says; `faces` has the fused faces of each person."""
    own = [seen.own for seen in shown]
    others = [
        float(face @ seen.embedding)
        for seen in shown
        for person, fused in faces.items()
        if person != seen.person
        for face in fused
    ]
    wrong = {
        f"{bound:.2f}": [round(1 - _share_from(own, bound), 5), round(_share_from(others, bound), 6)]
        for bound in _BOUNDS
    }
    return {
        "band": band,
        "frames": len(shown),
        "own": _percentiles(own, [0, 1, 50]),
        "others": _percentiles(others, [50, 99, 100]),
        "pairs": len(others),
        "own_below_others_from": wrong,
        "quality": {name: _percentiles([seen.quality[name] for seen in shown], [0, 1]) for name in _COMPONENTS},
    }


def _share_from(cosines: list[float], bound: float) -> float:
    return float((np.array(cosines) >= bound).mean()) if cosines else 0.0


def _percentiles(values: list[float], shares: list[int]) -> list[float]:
    return [round(float(value), 3) for value in np.percentile(values, shares)] if values else []


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when it measured."""
    parser = argparse.ArgumentParser(prog="python -m facelab.likeness", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder for each species, in it one for each face")
    parser.add_argument("--models", default=".models", help="folder of the fetched models")
    parser.add_argument("--clips", default=",".join(_CLIPS), help="what is asked of responsive recordings, in order")
    options = parser.parse_args(arguments)
    faces: dict[str, list[Floats]] = {}
    shown: list[Seen] = []
    try:
        engine = Engine(options.models)
        recordings = sorted(path for path in options.folder.glob("[!.]*/*") if path.is_dir())
        if not recordings:
            raise FrameError(f"{options.folder} holds no recordings; their folders are SPECIES/FACE")
        for recording in recordings:
            fused, seen = play(engine, recording, tuple(options.clips.split(",")))
            faces.setdefault(person_of(recording.name), []).append(fused)
            shown.extend(seen)
    except (OSError, ModelError, FrameError) as error:
        print(f"facelab.likeness: {error}", file=sys.stderr)
        return 1
    for band in [f"yaw {low}-{high}" for low, high in _YAW_BANDS] + [f"nod {low}-{high}" for low, high in _NOD_BANDS]:
        counted = [seen for seen in shown if seen.band == band]
        if counted:
            print(json.dumps(summary(band, counted, faces)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

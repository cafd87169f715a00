"""What the depth cue says of recordings: `python -m facelab.measure FOLDER` prints JSON, a line a recording.

FOLDER holds a folder for each species ("head-20", "bent-10", ...), each with a folder for each face, as
`python -m presenter PHOTOS --as KIND --out FOLDER/KIND` makes them, or as a camera recorded them. Of a responsive
recording the clips asked for are played after a second of neutral, if it has that, of which as at the kiosk nothing is
kept once something is asked; a plain one is played as it is.

Last comes a line a species for each half of the people, split by the hash of the face's name without the numbers at its
end ("ada2-7" is another recording of "ada"): thresholds are tuned on "tune" and reported on "report". Rates are counts;
`at_most` is the exact 95 % bound (Clopper and Pearson 1934).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import thread_time

import numpy as np

from facelab._types import FrameError, ModelError, ReliefState
from facelab.api import Engine
from facelab.bench import decode, pictures

_STREAM = 0
_NEUTRAL = "neutral"
_NEUTRAL_FRAMES = 20
_CLIPS = ("left", "right")


@dataclass(frozen=True, slots=True)
class Measured:
    """One recording: who shows what, the cue at its end, milliseconds of computing a frame."""

    species: str
    face: str
    state: ReliefState
    frames: int
    median_millis: float

    @property
    def half(self) -> str:
        """Whether thresholds may be tuned on this person, or only be reported on them."""
        return "tune" if zlib.crc32(person_of(self.face).encode()) % 2 else "report"

    def line(self) -> dict[str, object]:
        """What is printed of it."""
        turns, nods = self.state.turns, self.state.nods
        return {
            "species": self.species,
            "face": self.face,
            "half": self.half,
            "outcome": self.state.outcome,
            "p": round(turns.p, 3),
            "g": round(turns.g, 3),
            "k": round(turns.k_min, 3),
            "p_nods": round(nods.p, 3),
            "g_nods": round(nods.g, 3),
            "frames": self.frames,
            "stable": None if self.state.stable is None else round(self.state.stable, 3),
            "dropped": self.state.frames_dropped,
            "median_millis": round(self.median_millis, 2),
        }


def person_of(face: str) -> str:
    """Whose face that is, by its name without the numbers at its end."""
    return re.sub(r"\d*(-\d+)?$", "", face)


def folders_of(recording: Path, clips: tuple[str, ...]) -> list[tuple[Path, int | None]]:
    """Folders of frames in the order of playing, and how many frames of each; None is all."""
    asked: list[tuple[Path, int | None]] = [(recording / clip, None) for clip in clips if (recording / clip).is_dir()]
    if (recording / _NEUTRAL).is_dir():
        return [(recording / _NEUTRAL, _NEUTRAL_FRAMES), *asked]
    return asked or [(recording, None)]


def play(engine: Engine, recording: Path, clips: tuple[str, ...]) -> tuple[ReliefState, int, float]:
    """Plays a recording as a session: the state at its end, frames, and median milliseconds of `relief`."""
    engine.reset(_STREAM)
    frames, costs = 0, []
    for folder, most in folders_of(recording, clips):
        if frames and folder.name in clips[:1]:
            engine.reset(_STREAM)
        for path in pictures(folder)[:most]:
            engine.analyse(_STREAM, decode(path))
            start = thread_time()
            engine.relief(_STREAM)
            costs.append(1000 * (thread_time() - start))
            frames += 1
    if not frames:
        raise FrameError(f"{recording} holds no .jpg or .png frame")
    return engine.relief(_STREAM, use=False), frames, float(np.median(costs))


def summary(species: str, half: str, measured: list[Measured]) -> dict[str, object]:
    """Counts and the spread of P and G over recordings."""

    def spread(values: list[float]) -> list[float] | None:
        if not values:
            return None
        return [round(float(value), 3) for value in np.percentile(values, [0, 50, 100])]

    outcomes = [one.state.outcome for one in measured]
    live = outcomes.count("live")
    return {
        "species": species,
        "half": half,
        "recordings": len(measured),
        "live": live,
        "flat": outcomes.count("flat"),
        "undecided": outcomes.count("undecided"),
        "live_at_most": round(upper_bound(live, len(measured)), 4),
        "not_live_at_most": round(upper_bound(len(measured) - live, len(measured)), 4),
        "p_min_median_max": spread([one.state.turns.p for one in measured]),
        "g_min_median_max": spread([one.state.turns.g for one in measured]),
        "stable_min_median_max": spread([one.state.stable for one in measured if one.state.stable is not None]),
    }


def upper_bound(count: int, trials: int) -> float:
    """The largest rate at which `count` or fewer of `trials` would still be seen in 1 of 20 (Clopper and Pearson).

    One-sided: 0 of 43 gives 0.067.
    """
    if count >= trials:
        return 1.0
    low, high = count / trials, 1.0
    for _ in range(60):
        rate = (low + high) / 2
        # The binomial distribution up to `count`, term by term.
        term = total = (1 - rate) ** trials
        for successes in range(count):
            term *= (trials - successes) / (successes + 1) * rate / (1 - rate)
            total += term
        low, high = (rate, high) if total > 0.05 else (low, rate)
    return high


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when it measured."""
    parser = argparse.ArgumentParser(prog="python -m facelab.measure", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder for each species, in it one for each face")
    parser.add_argument("--models", default=".models", help="folder of the fetched models")
    parser.add_argument("--clips", default=",".join(_CLIPS), help="what is asked of responsive recordings, in order")
    options = parser.parse_args(arguments)
    by_kind: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    try:
        engine = Engine(options.models)
        # What begins with a dot is still being made.
        recordings = sorted(path for path in options.folder.glob("[!.]*/*") if path.is_dir())
        if not recordings:
            raise FrameError(f"{options.folder} holds no recordings; their folders are SPECIES/FACE")
        for recording in recordings:
            played = play(engine, recording, tuple(options.clips.split(",")))
            one = Measured(recording.parent.name, recording.name, *played)
            by_kind[one.species, one.half].append(one)
            print(json.dumps(one.line()), flush=True)
    except (OSError, ModelError, FrameError) as error:
        print(f"facelab.measure: {error}", file=sys.stderr)
        return 1
    for (species, half), measured in sorted(by_kind.items()):
        print(json.dumps(summary(species, half, measured)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How alike measured shapes are, of the same person and of others: `python -m facelab.shapes FOLDER` prints JSON.

FOLDER holds a folder for each person, in it a recording for each occasion, as `python -m presenter` makes them or a
camera recorded them. Each is played as a session, its shape measured, and every shape compared with every other.
Last comes a line with the spread of the scores, how many of each kind lie on the wrong side of a threshold, and the
share of pairs of pairs in which the same person scores more than another (the area under the ROC).

What it said of renderings (`head`; `parametric` against `parametric-20`), three turns each:

- Heads of our own making, 7 people on two occasions, the same photo on both: 7 pairs of the same person 0.83 to 0.93,
  84 of others 0.14 to 0.95; 0 of the same and 47 of the others below 0.6; the same person scores more in 95 %.
- Heads from landmarks' depth, 8 people, most of them from two photos: 9 pairs of the same person 0.62 to 0.94, 111 of
  others 0.35 to 0.85; 0 of the same and 47 of the others below 0.6; the same person scores more in 77 %.

So a score below 0.6 is a hint that the shape is somebody else's, and one above it says next to nothing: it is shown to
reviewers and decides nothing. The threshold was chosen on these same recordings, few as they are, and none is of a real
person before a real camera.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from facelab._types import FrameError, ModelError, Reconstruction
from facelab.api import Engine
from facelab.measure import play

_STREAM = 0
_CLIPS = ("left", "right", "left")
"""Three turns, as a challenge has them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The shape of one recording."""

    person: str
    occasion: str
    shape: Reconstruction


def measure(engine: Engine, folder: Path, clips: tuple[str, ...]) -> list[Measured]:
    """The shapes of all recordings that tell of one; the others are named on stderr."""
    found = []
    for recording in sorted(path for path in folder.glob("*/*") if path.is_dir()):
        play(engine, recording, clips)
        shape = engine.reconstruct(_STREAM)
        if shape is None:
            print(f"facelab.shapes: {recording} tells of no depth", file=sys.stderr)
        else:
            found.append(Measured(recording.parent.name, recording.name, shape))
    return found


def compare(engine: Engine, shapes: list[Measured]) -> tuple[list[float], list[float]]:
    """Scores of pairs of the same person, and of pairs of different people."""
    same: list[float] = []
    other: list[float] = []
    for one, two in combinations(shapes, 2):
        score = engine.shape_score(one.shape.points, one.shape.confidence, two.shape.points, two.shape.confidence)
        (same if one.person == two.person else other).append(score)
    return same, other


def summary(same: list[float], other: list[float], threshold: float) -> dict[str, object]:
    """The spread of both, and how well they are told apart."""
    if not same or not other:
        raise FrameError("there must be two recordings of somebody, and two people")
    above = np.greater.outer(same, other).mean() + np.equal.outer(same, other).mean() / 2
    return {
        "same": _spread(same),
        "other": _spread(other),
        "threshold": threshold,
        "same_below": int(np.less(same, threshold).sum()),
        "other_at_or_above": int(np.greater_equal(other, threshold).sum()),
        "same_above_other": round(float(above), 4),
    }


def _spread(scores: list[float]) -> dict[str, float]:
    low, few, middle, many, high = (round(float(value), 3) for value in np.percentile(scores, [0, 5, 50, 95, 100]))
    return {"pairs": len(scores), "least": low, "5 %": few, "median": middle, "95 %": many, "most": high}


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when it measured."""
    parser = argparse.ArgumentParser(prog="python -m facelab.shapes", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder for each person, in it a recording for each occasion")
    parser.add_argument("--models", default=".models", help="folder of the fetched models")
    parser.add_argument("--clips", default=",".join(_CLIPS), help="what is asked of responsive recordings, in order")
    parser.add_argument("--threshold", type=float, default=0.6, help="below which two shapes are called unlike")
    options = parser.parse_args(arguments)
    try:
        engine = Engine(options.models)
        shapes = measure(engine, options.folder, tuple(options.clips.split(",")))
        scores = summary(*compare(engine, shapes), options.threshold)
    except (OSError, ModelError, FrameError) as error:
        print(f"facelab.shapes: {error}", file=sys.stderr)
        return 1
    people = len({shape.person for shape in shapes})
    print(json.dumps({"people": people, "shapes": len(shapes), **scores}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

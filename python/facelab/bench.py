"""Frames per second of a bare loop: `python -m facelab.bench FRAMES_DIR` prints JSON.

The frames are decoded before the clock starts, so that this is what analysis itself can do: the figure that the
engine with its pipe is measured against.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np

from facelab._types import FrameError, Image, ModelError
from facelab.api import Engine

_SUFFIXES = {".jpg", ".jpeg", ".png"}
_STREAM = 0


def decode(folder: Path) -> list[Image]:
    """The folder's pictures in the order of their names, as RGB frames. Files that are no picture are left out."""
    frames = []
    for path in sorted(folder.iterdir()):
        picture = cv2.imread(str(path)) if path.suffix.lower() in _SUFFIXES else None
        if picture is not None:
            frames.append(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8))
    return frames


def measure(engine: Engine, frames: list[Image], least_seconds: float) -> dict[str, float | int]:
    """Analyses all frames as one stream, again and again until the time is up; whole rounds only, at least one.

    Returns:
        frames analysed, those of them that showed a face, seconds, frames per second.
    """
    for frame in frames[:10]:
        engine.analyse(_STREAM, frame)
    engine.reset(_STREAM)
    analysed = with_face = 0
    start = perf_counter()
    seconds = 0.0
    while analysed == 0 or seconds < least_seconds:
        for frame in frames:
            with_face += engine.analyse(_STREAM, frame).main is not None
        analysed += len(frames)
        seconds = perf_counter() - start
    return {
        "frames": analysed,
        "with_face": with_face,
        "seconds": round(seconds, 4),
        "frames_per_second": round(analysed / seconds, 2),
    }


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when it measured."""
    parser = argparse.ArgumentParser(prog="python -m facelab.bench", description=__doc__)
    parser.add_argument("frames", type=Path, help="folder of .jpg or .png frames")
    parser.add_argument("--models", default=".models", help="folder of the fetched models")
    parser.add_argument("--least-seconds", type=float, default=3.0, help="how long to go on at least")
    options = parser.parse_args(arguments)
    try:
        frames = decode(options.frames)
        if not frames:
            raise FrameError(f"{options.frames} holds no .jpg or .png frame")
        result = measure(Engine(options.models), frames, options.least_seconds)
    except (OSError, ModelError, FrameError) as error:
        print(f"facelab.bench: {error}", file=sys.stderr)
        return 1
    height, width = frames[0].shape[:2]
    print(json.dumps({"width": width, "height": height, **result}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Frames per second of a bare loop: `python -m facelab.bench FRAMES_DIR` prints JSON.

The loop does what the program does, a recording in and analyses out: it reads and decodes each frame and analyses
it. With `--decoded` the frames are decoded before the clock starts, so that it is what analysis alone can do.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

import cv2
import numpy as np

from facelab._types import FrameError, Image, ModelError
from facelab.api import Engine

_SUFFIXES = {".jpg", ".jpeg", ".png"}
_STREAM = 0


def pictures(folder: Path) -> list[Path]:
    """The folder's pictures in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)


def decode(path: Path) -> Image:
    """A picture as an RGB frame.

    Raises:
        FrameError: it is none.
    """
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise FrameError(f"{path} is no picture")
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def measure(engine: Engine, frames: Sequence[Path | Image], least_seconds: float) -> dict[str, float | int]:
    """Analyses all frames as one stream, again and again until the time is up; whole rounds only, at least one.

    Args:
        engine: what analyses.
        frames: pictures, decoded when their turn comes, or frames that are decoded already.
        least_seconds: how long to go on at least.

    Returns:
        frames analysed, those of them that showed a face, seconds, frames per second, and processor time of all
        threads for each frame, in milliseconds.
    """
    for frame in frames[:10]:
        engine.analyse(_STREAM, _ready(frame))
    engine.reset(_STREAM)
    analysed = with_face = 0
    start, worked = perf_counter(), process_time()
    seconds = 0.0
    while analysed == 0 or seconds < least_seconds:
        for frame in frames:
            with_face += engine.analyse(_STREAM, _ready(frame)).main is not None
        analysed += len(frames)
        seconds = perf_counter() - start
    return {
        "frames": analysed,
        "with_face": with_face,
        "seconds": round(seconds, 4),
        "frames_per_second": round(analysed / seconds, 2),
        "processor_millis": round((process_time() - worked) / analysed * 1000, 3),
    }


def _ready(frame: Path | Image) -> Image:
    return decode(frame) if isinstance(frame, Path) else frame


def main(arguments: list[str]) -> int:
    """Runs the command; 0 when it measured."""
    parser = argparse.ArgumentParser(prog="python -m facelab.bench", description=__doc__)
    parser.add_argument("frames", type=Path, help="folder of .jpg or .png frames")
    parser.add_argument("--models", default=".models", help="folder of the fetched models")
    parser.add_argument("--least-seconds", type=float, default=3.0, help="how long to go on at least")
    parser.add_argument("--decoded", action="store_true", help="decode all frames before the clock starts")
    options = parser.parse_args(arguments)
    try:
        paths = pictures(options.frames)
        if not paths:
            raise FrameError(f"{options.frames} holds no .jpg or .png frame")
        first = decode(paths[0])
        frames = [decode(path) for path in paths] if options.decoded else paths
        result = measure(Engine(options.models), frames, options.least_seconds)
    except (OSError, ModelError, FrameError) as error:
        print(f"facelab.bench: {error}", file=sys.stderr)
        return 1
    height, width = first.shape[:2]
    print(json.dumps({"width": width, "height": height, **result}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Put the pictures of all screens on contact sheets, one for each theme and language.

    .venv/bin/python installer/contact_sheets.py target/pictures

A picture is called `STATE-THEME-LANGUAGE.png`; the sheets are saved beside them, in `sheets/`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]

COLUMNS = 6
THUMBNAIL_WIDTH = 400
GAP = 16
CAPTION = 28
PAPER = 250
INK = (40, 34, 30)


def thumbnail(picture: Picture) -> Picture:
    """Make a picture as wide as the others on its sheet."""
    height = max(1, round(picture.shape[0] * THUMBNAIL_WIDTH / picture.shape[1]))
    small = cv2.resize(picture, (THUMBNAIL_WIDTH, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def sheet(pictures: list[tuple[str, Picture]]) -> Picture:
    """Lay pictures out in rows, each with its name below.

    Args:
        pictures: names and pictures (height, width, 3); all have the same size.
    """
    smaller = [(name, thumbnail(picture)) for name, picture in pictures]
    height = max(picture.shape[0] for _, picture in smaller)
    rows = -(-len(smaller) // COLUMNS)
    cell = (THUMBNAIL_WIDTH + GAP, height + CAPTION + GAP)
    paper = np.full((rows * cell[1] + GAP, COLUMNS * cell[0] + GAP, 3), PAPER, dtype=np.uint8)
    for index, (name, picture) in enumerate(smaller):
        left = GAP + index % COLUMNS * cell[0]
        top = GAP + index // COLUMNS * cell[1]
        paper[top : top + picture.shape[0], left : left + THUMBNAIL_WIDTH] = picture
        place = (left, top + height + CAPTION - 8)
        cv2.putText(paper, name, place, cv2.FONT_HERSHEY_SIMPLEX, 0.5, INK, 1, cv2.LINE_AA)
    return paper


def main() -> int:
    """Make the sheets of a folder."""
    folder = Path(sys.argv[1])
    looks: defaultdict[str, list[tuple[str, Picture]]] = defaultdict(list)
    for path in sorted(folder.glob("*.png")):
        state, theme, language = path.stem.rsplit("-", 2)
        # Of what is no picture nothing comes, whatever OpenCV's types say.
        picture: Picture | None = cv2.imread(str(path), cv2.IMREAD_COLOR)  # type: ignore[assignment]
        if picture is None:
            print(f"Sheets failed: {path} is no picture\n  What to do: remove the folder and take the pictures again")
            return 1
        looks[f"{theme}-{language}"].append((state, picture))
    sheets = folder / "sheets"
    sheets.mkdir(exist_ok=True)
    for look, pictures in looks.items():
        path = sheets / f"{look}.png"
        if not cv2.imwrite(str(path), sheet(pictures)):
            fix = "make room if the disk is full, see that this user may write there, then run it again"
            print(f"Sheets failed: {path} can't be written\n  What to do: {fix}")
            return 1
        print(f"Sheets: {path}, {len(pictures)} pictures.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Contact sheets hold every picture in its place."""

from __future__ import annotations

import numpy as np

from installer.contact_sheets import CAPTION, COLUMNS, GAP, PAPER, THUMBNAIL_WIDTH, sheet


def test_each_picture_has_its_place() -> None:
    pictures = [(f"state {grey}", np.full((500, 800, 3), grey, dtype=np.uint8)) for grey in range(10, 80, 10)]
    paper = sheet(pictures)
    height = THUMBNAIL_WIDTH * 500 // 800
    assert paper.shape == (2 * (height + CAPTION + GAP) + GAP, COLUMNS * (THUMBNAIL_WIDTH + GAP) + GAP, 3)
    middle = GAP + height // 2
    greys = [int(paper[middle, GAP + column * (THUMBNAIL_WIDTH + GAP) + 50, 0]) for column in range(COLUMNS)]
    assert greys == [10, 20, 30, 40, 50, 60]
    second_row = middle + height + CAPTION + GAP
    assert int(paper[second_row, GAP + 50, 0]) == 70
    assert int(paper[second_row, GAP + THUMBNAIL_WIDTH + GAP + 50, 0]) == PAPER

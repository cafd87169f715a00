"""What is behind whoever stands before the kiosk: a painted wall with a door in it, out of focus."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ._render import FRAME_HEIGHT, FRAME_WIDTH

WALL_COLOURS = ((196, 194, 188), (184, 192, 196), (201, 193, 180), (188, 196, 186))
"""RGB of wall paints; the seed chooses."""


def backdrop(seed: np.random.SeedSequence) -> NDArray[np.float32]:
    """(FRAME_HEIGHT, FRAME_WIDTH, 3) float32, 0 to 255, RGB; the same seed gives the same wall."""
    random = np.random.default_rng(seed)
    paint = np.array(WALL_COLOURS[int(random.integers(len(WALL_COLOURS)))], np.float32)
    wall = np.broadcast_to(paint, (FRAME_HEIGHT, FRAME_WIDTH, 3)).copy()
    # A door frame at one side and a rail, far enough away to be blurred.
    door = int(random.integers(20, 90))
    side = slice(0, door) if random.random() < 0.5 else slice(FRAME_WIDTH - door, FRAME_WIDTH)
    wall[:, side] *= np.array([0.80, 0.76, 0.70], np.float32)
    rail = int(random.integers(330, 400))
    wall[rail : rail + 10] *= 0.9
    wall[rail + 10 :] *= 0.96
    unsharp = cv2.GaussianBlur(wall, (0, 0), 5.0)
    # Light falls from above and from one side; paint is never quite even.
    rows, columns = np.mgrid[0:FRAME_HEIGHT, 0:FRAME_WIDTH].astype(np.float32)
    lean = float(random.uniform(-0.08, 0.08))
    light = 1.04 - 0.12 * rows / FRAME_HEIGHT + lean * (columns / FRAME_WIDTH - 0.5)
    mottle = random.normal(0.0, 1.0, (FRAME_HEIGHT // 20, FRAME_WIDTH // 20)).astype(np.float32)
    even = cv2.resize(mottle, (FRAME_WIDTH, FRAME_HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(unsharp * (light + 0.012 * even)[..., None], 0, 255), np.float32)

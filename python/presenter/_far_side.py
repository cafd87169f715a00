"""What a photo doesn't show of a head: its colours beyond the outline, and the side that was turned away."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ._attitude import Attitude, rotations
from ._photo import CHIN, EYES_X, EYES_Y, TEXTURE_HEIGHT, TEXTURE_IOD, TEXTURE_WIDTH, Photo
from ._types import Image, Plane

MIRROR_FROM_DEGREES, MIRROR_FULLY_DEGREES = 3.0, 7.0
"""Yaw of the photo from which its hidden side begins to be, and is wholly, mirrored from the other; ours."""

RIM_PIXELS = 9
"""Strip along the outline that gives way to the mirrored side; ours."""

BETTER_FROM, BETTER_FULLY = 0.04, 0.24
"""By how much (a cosine) the other side faced the camera better where its mirror image begins to, and wholly, replaces
this one; ours."""

LIGHT_PIXELS = 40.0
"""Over which light is compared between both sides."""

LARGEST_GAIN = 1.4
"""By which a mirrored side is brightened or darkened at most; ours."""


def completed(photo: Photo, depth: Plane, attitude: Attitude) -> tuple[Image, Plane]:
    """Colours and coverage of the head as far as it will be seen when it turns.

    depth: of any size, stretched over the texture; texture pixels behind the irises
    """
    colour, coverage = cleaned(photo.texture, photo.person), photo.person
    turned = abs(attitude.yaw_degrees) - MIRROR_FROM_DEGREES
    strength = float(np.clip(turned / (MIRROR_FULLY_DEGREES - MIRROR_FROM_DEGREES), 0.0, 1.0))
    if strength == 0.0:
        return colour, coverage
    full = np.asarray(cv2.resize(depth, (TEXTURE_WIDTH, TEXTURE_HEIGHT)), np.float32)
    x, y = _mirrored(full, attitude)
    rows, columns = np.mgrid[0:TEXTURE_HEIGHT, 0:TEXTURE_WIDTH].astype(np.float32)
    # A head turned to one side hides that side; outside the line from chin to ear there is only a mirrored neck.
    outwards = (columns - EYES_X) * np.sign(attitude.yaw_degrees) / TEXTURE_IOD
    jaw = (float(photo.landmarks[CHIN, 1]) - rows) / TEXTURE_IOD
    above_jaw_line = np.clip(8.0 * (0.35 + 0.7 * jaw - outwards), 0.0, 1.0)
    share = strength * np.clip(1.0 + 4.0 * outwards, 0.0, 1.0) * above_jaw_line
    other_side = cv2.remap(coverage, x, y, cv2.INTER_LINEAR)
    inside = cv2.erode((coverage > 0.95).astype(np.float32), np.ones((RIM_PIXELS, RIM_PIXELS), np.uint8))
    facing = _facing(full)
    better = cv2.remap(facing, x, y, cv2.INTER_LINEAR) - facing
    squeezed = _smooth_step((better - BETTER_FROM) / (BETTER_FULLY - BETTER_FROM))
    replaced = np.maximum(squeezed, 1.0 - cv2.GaussianBlur(inside, (0, 0), 2.0))
    mixed = cv2.GaussianBlur((share * other_side * replaced).astype(np.float32), (0, 0), 2.0)[..., None]
    mirrored = cv2.remap(colour, x, y, cv2.INTER_LINEAR).astype(np.float32)
    mirrored = _lit_alike(mirrored, colour, coverage * other_side)
    blended = np.asarray(np.clip(colour + mixed * (mirrored - colour), 0, 255), np.uint8)
    return blended, np.maximum(coverage, np.asarray(share * other_side, np.float32))


def _facing(depth: Plane) -> Plane:
    """The cosine between the surface's normal and the line of sight: how little the photo squeezed each place."""
    smooth = cv2.GaussianBlur(depth, (0, 0), 4.0)
    slope_x, slope_y = (
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8),
        cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8),
    )
    return np.asarray(1.0 / np.sqrt(1.0 + slope_x**2 + slope_y**2), np.float32)


def _smooth_step(part: NDArray[np.float32]) -> NDArray[np.float32]:
    part = np.clip(part, 0.0, 1.0)
    return np.asarray(part * part * (3.0 - 2.0 * part), np.float32)


def _lit_alike(mirrored: NDArray[np.float32], colour: Image, both: Plane) -> NDArray[np.float32]:
    """The mirrored colours, brightened or darkened broadly to the light on this side, where both sides are seen."""

    def broad(picture: NDArray[np.float32]) -> Plane:
        return np.asarray(cv2.GaussianBlur(picture.mean(axis=2) * both, (0, 0), LIGHT_PIXELS), np.float32)

    gain = (broad(colour.astype(np.float32)) + 1.0) / (broad(mirrored) + 1.0)
    return np.asarray(mirrored * np.clip(gain, 1.0 / LARGEST_GAIN, LARGEST_GAIN)[..., None], np.float32)


def cleaned(texture: Image, person: Plane) -> Image:
    """The texture without the old background, whose colour would show at the outline.

    What lies outside the person is coloured like the person's nearest parts.
    """
    sure = np.asarray(cv2.erode((person > 0.95).astype(np.float32), np.ones((5, 5), np.uint8)), np.float32)
    colour: NDArray[np.float32] = np.zeros(texture.shape, np.float32)
    weight: NDArray[np.float32] = np.zeros(person.shape, np.float32)
    # The widest blur reaches everywhere; a narrower one, where it reaches, outweighs it.
    for sigma, trust in ((3.0, 1.0), (12.0, 1e-3), (40.0, 1e-6)):
        colour += trust * np.asarray(cv2.GaussianBlur(texture * sure[..., None], (0, 0), sigma))
        weight += trust * np.asarray(cv2.GaussianBlur(sure, (0, 0), sigma))
    nearest = colour / np.maximum(weight, 1e-12)[..., None]
    keep = cv2.GaussianBlur(sure, (0, 0), 1.5)[..., None]
    return np.asarray(np.clip(texture * keep + nearest * (1 - keep), 0, 255), np.uint8)


def _mirrored(full: Plane, attitude: Attitude) -> tuple[Plane, Plane]:
    """For each texture pixel, where the point opposite on the other side of the head is seen: x and y."""
    rows, columns = np.mgrid[0:TEXTURE_HEIGHT, 0:TEXTURE_WIDTH].astype(np.float64)
    points = np.stack([columns - EYES_X, rows - EYES_Y, full], axis=-1)
    turn = rotations(np.array([attitude.yaw_degrees, attitude.pitch_degrees, attitude.roll_degrees]))
    # Straighten, swap left and right about the middle of the eyes, turn back.
    opposite = points @ turn @ np.diag([-1.0, 1.0, 1.0]) @ turn.T
    return (opposite[..., 0] + EYES_X).astype(np.float32), (opposite[..., 1] + EYES_Y).astype(np.float32)

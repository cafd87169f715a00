"""How far eyes and mouth are open, from the distances of landmarks in the picture."""

from __future__ import annotations

import numpy as np

from facelab._types import Floats

# Outer corner, inner corner, then two pairs of upper and lower lid.
RIGHT_EYE = (33, 133, 160, 144, 158, 153)
LEFT_EYE = (263, 362, 387, 373, 385, 380)

_WIDE_OPEN_ASPECT_RATIO = 0.4
"""Eye aspect ratio that counts as 1 (ours): calm open eyes have 0.25 to 0.33 in Face Mesh, shut ones below 0.12."""


def distance(landmarks: Floats, a: int, b: int) -> float:
    """Distance of two landmarks in the image plane, in pixels."""
    return float(np.hypot(*(landmarks[a, :2] - landmarks[b, :2])))


def eye_openness(landmarks: Floats) -> tuple[float, float]:
    """Openness of the person's left and right eye, 0 to 1.

    The eye aspect ratio (lid distance over width; Soukupova and Cech, Real-Time Eye Blink Detection using Facial
    Landmarks, 2016) over 0.4, at most 1. It keeps proportions, so a rule like "below 0.6 of its running median"
    holds for the openness as it does for the ratio.

    Args:
        landmarks: (478, 3) pixels.
    """
    return _one_eye(landmarks, LEFT_EYE), _one_eye(landmarks, RIGHT_EYE)


def mouth_openness(landmarks: Floats) -> float:
    """Height of the gap between the inner lips over its width, 0 to 1 (ours).

    Args:
        landmarks: (478, 3) pixels.
    """
    return min(distance(landmarks, 13, 14) / max(distance(landmarks, 78, 308), 1e-3), 1.0)


def _one_eye(landmarks: Floats, eye: tuple[int, int, int, int, int, int]) -> float:
    outer, inner, upper_a, lower_a, upper_b, lower_b = eye
    lids = distance(landmarks, upper_a, lower_a) + distance(landmarks, upper_b, lower_b)
    ratio = lids / (2 * max(distance(landmarks, outer, inner), 1e-3))
    return min(ratio / _WIDE_OPEN_ASPECT_RATIO, 1.0)

"""Two pairs of faces whose likeness is known, to see at start that the embedding model answers as it should.

No person's photo is needed: all are drawn from the canonical face, in two poses and lights. One pair is the same face,
the other are strangers: the second has a beard, brows and dark eyes. A swapped model or a broken LiteRT gives other
cosines.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facelab._types import LANDMARK_COUNT, Floats, Image
from facelab.canonical import CanonicalFace
from facelab.embedding import Embedder
from facelab.openness import LEFT_EYE, RIGHT_EYE
from facelab.pose import camera_matrix, project, rotation_matrix

WIDTH, HEIGHT = 320, 320
_DISTANCE = 32.0
"""Centimetres from the camera."""

EXPECTED_COSINE = 0.6531
"""Of the same face. Measured with MobileFaceNet on an x86-64 processor: where that differs,
`pytest tests/facelab/test_embedding.py -k known` shows what it got."""

EXPECTED_OF_STRANGERS = 0.1946
"""Of the two strangers, measured likewise."""

TOLERANCE = 0.002
"""Room for another processor's rounding (ours). 2,000 of the file's bytes set to zero move the cosine by 0.003 to
0.03; what moves it less is found by the file's hash."""


_BEARD_BELOW_CM = 2.2
_BROWS_AT_CM, _BROW_CM, _BROW_FROM_CM = -5.1, 0.7, 1.0
_EYES_AT_CM, _EYE_CM, _EYE_ASIDE_CM, _EYE_WIDE_CM = -2.7, 0.8, 3.0, 1.6
"""Where the stranger's beard, brows and eyes are on the canonical face, whose y is down and whose middle is 0."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn face: (320, 320, 3) RGB and the (478, 3) landmarks, pixels, that belong to it."""

    frame: Image
    landmarks: Floats


def draw(
    canonical: CanonicalFace,
    angles: tuple[float, float, float],
    light: tuple[float, float, float],
    stranger: bool = False,
) -> Drawing:
    """Draws the canonical face, each triangle in one shade, the far ones first.

    Args:
        canonical: the face.
        angles: yaw, pitch, roll in degrees.
        light: direction the light travels, in the camera's axes.
        stranger: whether it has a beard, brows and dark eyes.
    """
    rotation = rotation_matrix(*angles)
    translation = np.array([0, 0, _DISTANCE])
    camera = camera_matrix(WIDTH, HEIGHT)
    pixels = project(canonical.vertices, rotation, translation, camera)
    placed = canonical.vertices @ rotation.T + translation
    corners = placed[canonical.triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    towards_light = -np.array(light) / np.linalg.norm(light)
    # Normals point towards the camera whichever way the triangle is wound.
    facing = normals * -np.sign(normals[:, 2:])
    shades = 40 + 190 * np.clip(facing @ towards_light, 0, 1)
    frame = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    middles = canonical.vertices[canonical.triangles].mean(axis=1)
    skin = np.array([1.0, 0.82, 0.70]) * (_painted(middles) if stranger else np.ones((len(middles), 1)))
    for index in np.argsort(-corners[:, :, 2].mean(axis=1)):
        outline = np.round(pixels[canonical.triangles[index]]).astype(np.int32)
        cv2.fillConvexPoly(frame, outline, tuple(float(value) for value in shades[index] * skin[index]))
    return Drawing(frame, _landmarks(pixels, placed[:, 2]))


def _painted(middles: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of each colour (n, 3) the stranger's triangles with these middles (n, 3) keep."""
    aside, down = np.abs(middles[:, 0]), middles[:, 1]
    kept = np.ones((len(middles), 3))
    kept[down > _BEARD_BELOW_CM] *= (0.25, 0.25, 0.30)
    kept[(np.abs(down - _BROWS_AT_CM) < _BROW_CM) & (aside > _BROW_FROM_CM)] *= 0.15
    kept[(np.abs(down - _EYES_AT_CM) < _EYE_CM) & (np.abs(aside - _EYE_ASIDE_CM) < _EYE_WIDE_CM)] *= (0.1, 0.1, 0.2)
    return kept


def _landmarks(pixels: NDArray[np.float64], depth: NDArray[np.float64]) -> Floats:
    """All 478: the vertices, and for each iris five times the middle of its eye's corners."""
    landmarks = np.empty((LANDMARK_COUNT, 3), np.float32)
    landmarks[:468] = np.column_stack([pixels, depth - depth.mean()])
    landmarks[468:473] = landmarks[list(RIGHT_EYE[:2])].mean(axis=0)
    landmarks[473:] = landmarks[list(LEFT_EYE[:2])].mean(axis=0)
    return landmarks


def drawings(canonical: CanonicalFace) -> tuple[Drawing, Drawing, Drawing]:
    """A face, the same once more, and a stranger."""
    return (
        draw(canonical, angles=(12, 4, 0), light=(0.6, 0.5, 1)),
        draw(canonical, angles=(-14, -6, 5), light=(-0.8, -0.1, 0.6)),
        draw(canonical, angles=(-14, -6, 5), light=(-0.8, -0.1, 0.6), stranger=True),
    )


@dataclass(frozen=True, slots=True)
class KnownCosines:
    """What the model says of the two pairs."""

    same: float
    strangers: float

    def are_right(self) -> bool:
        """Whether that is what it must say."""
        wrong_by = (self.same - EXPECTED_COSINE, self.strangers - EXPECTED_OF_STRANGERS)
        return all(abs(wrong) <= TOLERANCE for wrong in wrong_by)


def score(faces: tuple[Drawing, Drawing, Drawing], embedder: Embedder) -> KnownCosines:
    """The cosines of the first face with the same, and with the stranger."""
    first, same, stranger = (embedder.embed(face.frame, face.landmarks) for face in faces)
    return KnownCosines(same=float(first @ same), strangers=float(first @ stranger))

"""A pair of faces whose likeness is known, to see at start that the embedding model answers as it should.

No person's photo is needed: both are drawn from the canonical face, in two poses and lights. A swapped model or
a broken LiteRT gives another cosine.
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
"""Measured with MobileFaceNet on an x86-64 processor: `pytest tests/facelab/test_embedding.py -k known_pair` shows
what it got where that differs."""

TOLERANCE = 0.002
"""Room for another processor's rounding (ours). 2,000 of the file's bytes set to zero move the cosine by 0.003 to
0.03; what moves it less is found by the file's hash."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn face: (320, 320, 3) RGB and the (478, 3) landmarks, pixels, that belong to it."""

    frame: Image
    landmarks: Floats


def draw(canonical: CanonicalFace, angles: tuple[float, float, float], light: tuple[float, float, float]) -> Drawing:
    """Draws the canonical face, each triangle in one shade, the far ones first.

    Args:
        canonical: the face.
        angles: yaw, pitch, roll in degrees.
        light: direction the light travels, in the camera's axes.
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
    skin = np.array([1.0, 0.82, 0.70])
    for index in np.argsort(-corners[:, :, 2].mean(axis=1)):
        outline = np.round(pixels[canonical.triangles[index]]).astype(np.int32)
        cv2.fillConvexPoly(frame, outline, tuple(float(value) for value in shades[index] * skin))
    return Drawing(frame, _landmarks(pixels, placed[:, 2]))


def _landmarks(pixels: NDArray[np.float64], depth: NDArray[np.float64]) -> Floats:
    """All 478: the vertices, and for each iris five times the middle of its eye's corners."""
    landmarks = np.empty((LANDMARK_COUNT, 3), np.float32)
    landmarks[:468] = np.column_stack([pixels, depth - depth.mean()])
    landmarks[468:473] = landmarks[list(RIGHT_EYE[:2])].mean(axis=0)
    landmarks[473:] = landmarks[list(LEFT_EYE[:2])].mean(axis=0)
    return landmarks


def drawings(canonical: CanonicalFace) -> tuple[Drawing, Drawing]:
    """The two faces of the pair."""
    return (
        draw(canonical, angles=(12, 4, 0), light=(0.6, 0.5, 1)),
        draw(canonical, angles=(-14, -6, 5), light=(-0.8, -0.1, 0.6)),
    )


def score(first: Drawing, second: Drawing, embedder: Embedder) -> float:
    """The cosine of the two faces' embeddings."""
    one, other = (embedder.embed(face.frame, face.landmarks) for face in (first, second))
    return float(one @ other)

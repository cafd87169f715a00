"""Head pose: the canonical face is turned and moved until its rigid points project onto the landmarks.

The angles are those against the line from the camera to the middle of the head, not against the camera's axis: who
looks into the camera has none, wherever in the frame the face is. It is what a person is asked for, and what the
picture shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, degrees
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from facelab._types import Floats, Pose
from facelab.canonical import CanonicalFace

# Points that keep their place on the skull whatever the face does (ours): no brows, lids, lips, chin, nor the face
# oval, whose landmarks slide along the silhouette when the head turns.
RIGID_POINTS = (
    *(33, 133, 362, 263),  # corners of the eyes
    *(168, 6, 197, 195, 5, 4, 1, 2),  # bridge, tip and root of the nose
    *(129, 358),  # wings of the nose
    *(151, 9, 67, 297),  # forehead
    *(117, 346, 118, 347, 50, 280),  # cheekbones
)

FOCAL_LENGTH_PER_LONGER_SIDE = 600 / 640
"""Assumed of every camera: a horizontal view of 56 degrees, usual for webcams (ours)."""

_NO_DISTORTION = np.zeros(4)


@dataclass(frozen=True, slots=True)
class HeadPlacement:
    """Where a head is: `pose` for people, rotation and translation for projecting.

    Attributes:
        pose: the angles.
        rotation: (3, 3) float64, camera_from_head.
        translation: (3,) float64, centimetres, camera_from_head.
        camera: (3, 3) float64, the assumed intrinsics.
    """

    pose: Pose
    rotation: NDArray[np.float64]
    translation: NDArray[np.float64]
    camera: NDArray[np.float64]


def camera_matrix(width: int, height: int) -> NDArray[np.float64]:
    """Intrinsics assumed for frames of this size, in pixels: (3, 3), principal point in the middle."""
    focal = FOCAL_LENGTH_PER_LONGER_SIDE * max(width, height)
    return np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]], np.float64)


def rotation_matrix(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """The (3, 3) camera_from_head rotation of a pose in degrees: rolled first, then pitched, then turned."""
    y, p, r = np.radians([-yaw, pitch, roll])
    # Camera axes: x right, y down, z away. Looking up lifts the nose (towards -y); turning to the person's own left
    # moves the nose towards +x.
    turn = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    nod = np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
    tilt = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    matrix: NDArray[np.float64] = turn @ nod @ tilt
    return matrix


def project(
    points: NDArray[np.floating[Any]],
    rotation: NDArray[np.float64],
    translation: NDArray[np.float64],
    camera: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Pixels (n, 2) where points (n, 3) of the head, in centimetres, are seen."""
    in_camera = points.astype(np.float64) @ rotation.T + translation
    in_image = in_camera @ camera.T
    pixels: NDArray[np.float64] = in_image[:, :2] / in_image[:, 2:]
    return pixels


class PoseSolver:
    """Finds the placement of a head from its landmarks (SQPNP, then refined by Levenberg-Marquardt)."""

    def __init__(self, canonical: CanonicalFace) -> None:
        self._indices = np.array(RIGID_POINTS)
        self._points = canonical.vertices[self._indices].astype(np.float64)

    def solve(self, landmarks: Floats, width: int, height: int) -> HeadPlacement | None:
        """The placement that explains (478, 3) landmarks in a frame of this size.

        Returns:
            None where there is none: landmarks on a line or a point, or a head behind the camera.
        """
        camera = camera_matrix(width, height)
        seen = landmarks[self._indices, :2].astype(np.float64)
        try:
            found, rotation_vector, translation = cv2.solvePnP(
                self._points, seen, camera, _NO_DISTORTION, flags=cv2.SOLVEPNP_SQPNP
            )
            if not found:
                return None
            rotation_vector, translation = cv2.solvePnPRefineLM(
                self._points, seen, camera, _NO_DISTORTION, rotation_vector, translation
            )
            rotation = np.asarray(cv2.Rodrigues(rotation_vector)[0], np.float64)
        except cv2.error:
            return None
        offset = np.asarray(translation, np.float64).reshape(3)
        if not (np.isfinite(rotation).all() and np.isfinite(offset).all() and offset[2] > 0):
            return None
        residual = project(self._points, rotation, offset, camera) - seen
        error = float(np.sqrt(np.mean(np.sum(residual**2, axis=1))))
        if not np.isfinite(error):
            return None
        return HeadPlacement(_angles(_line_of_sight(offset).T @ rotation, error), rotation, offset, camera)


def _line_of_sight(point: NDArray[np.float64]) -> NDArray[np.float64]:
    """The (3, 3) rotation, without roll, of the camera's axis onto a (3,) point in the camera's axes."""
    yaw = degrees(atan2(-point[0], point[2]))
    pitch = degrees(atan2(point[1], float(np.hypot(point[0], point[2]))))
    return rotation_matrix(yaw, pitch, 0)


def _angles(rotation: NDArray[np.float64], error: float) -> Pose:
    """Takes a (3, 3) rotation apart, in the order of `rotation_matrix`."""
    return Pose(
        yaw=degrees(atan2(-rotation[0, 2], rotation[2, 2])),
        pitch=degrees(asin(float(np.clip(rotation[1, 2], -1, 1)))),
        roll=degrees(atan2(rotation[1, 0], rotation[1, 1])),
        error=error,
    )

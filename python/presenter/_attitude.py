"""How a head is turned, from its landmarks: a rigid fit of the canonical face."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from google.protobuf.message import DecodeError
from mediapipe.modules.face_geometry.protos import geometry_pipeline_metadata_pb2
from numpy.typing import NDArray

from ._types import Points, PresenterError

CANONICAL_POINTS = 468
"""Points of the canonical face; the ten iris points that Face Mesh adds are not part of it."""

FOREHEAD = (10, 67, 109, 297, 338, 54, 284)
EYE_CORNERS = (33, 133, 362, 263)
NOSE = (168, 6, 197, 195, 5, 4, 1, 98, 327)
BEFORE_THE_EARS = (127, 356, 234, 454)
RIGID_POINTS = (*FOREHEAD, *EYE_CORNERS, *NOSE, *BEFORE_THE_EARS)
"""Face Mesh's points that no smile, blink or open mouth moves."""

FLOATS_A_VERTEX = 5
"""x, y, z and two texture coordinates."""


@dataclass(frozen=True, slots=True)
class CanonicalFace:
    """An average face, looking straight ahead.

    points: (468, 3) float32, centimetres; x to the image's right, y down, z away from the camera
    triangles: (898, 3) uint32, indices into points; eyes and mouth are closed by them
    """

    points: Points
    triangles: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Attitude:
    """Degrees. yaw > 0 turns to the person's own left, pitch > 0 looks up, roll > 0 tilts to the own left shoulder."""

    yaw_degrees: float
    pitch_degrees: float
    roll_degrees: float


def read_canonical_face(models: Path) -> CanonicalFace:
    """Reads `canonical_face.binarypb` from the folder of fetched models.

    Raises PresenterError when it is not there or is not what it should be.
    """
    path = models / "canonical_face.binarypb"
    metadata = geometry_pipeline_metadata_pb2.GeometryPipelineMetadata()
    try:
        metadata.ParseFromString(path.read_bytes())
    except OSError as error:
        raise PresenterError(
            f"cannot read {path} ({error.strerror}); run `make setup`, or name the folder with --models"
        ) from error
    except DecodeError as error:
        raise PresenterError(f"{path} is not a face geometry; run `make setup` to fetch it again") from error
    mesh = metadata.canonical_mesh
    if len(mesh.vertex_buffer) != CANONICAL_POINTS * FLOATS_A_VERTEX:
        raise PresenterError(f"{path} is not the canonical face; run `make setup` to fetch it again")
    vertices = np.array(mesh.vertex_buffer, np.float32).reshape(-1, FLOATS_A_VERTEX)[:, :3]
    # The file has y up and z towards the camera.
    points = vertices * np.array([1, -1, -1], np.float32)
    return CanonicalFace(points, np.array(mesh.index_buffer, np.uint32).reshape(-1, 3))


def attitude_of(landmarks: Points, canonical: CanonicalFace) -> Attitude:
    """The attitude of a face.

    landmarks: (468 or more, 3), pixels, z predicted in the same scale, as Face Mesh gives them.
    The rotation is Kabsch's least-squares one, so it inherits the bias of the predicted z; a few degrees are normal.
    """
    chosen = list(RIGID_POINTS)
    seen = landmarks[chosen].astype(np.float64)
    model = canonical.points[chosen].astype(np.float64)
    left, _, right = np.linalg.svd((seen - seen.mean(axis=0)).T @ (model - model.mean(axis=0)))
    handedness = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    rotation = (left * handedness) @ right
    return Attitude(
        yaw_degrees=float(np.degrees(np.arcsin(np.clip(-rotation[0, 2], -1.0, 1.0)))),
        pitch_degrees=float(np.degrees(np.arctan2(rotation[1, 2], rotation[2, 2]))),
        roll_degrees=float(np.degrees(np.arctan2(-rotation[0, 1], rotation[0, 0]))),
    )


def rotations(attitude_degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotation matrices of attitudes, the inverse of what `attitude_of` reads.

    attitude_degrees: (..., 3) yaw, pitch, roll in degrees -> (..., 3, 3). They roll first, then yaw, then pitch.
    """
    yaw, pitch, roll = np.moveaxis(np.radians(attitude_degrees), -1, 0)
    zero, one = np.zeros_like(yaw), np.ones_like(yaw)

    def matrix(*entries: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(entries, axis=-1).reshape(*yaw.shape, 3, 3)

    about_y = matrix(np.cos(yaw), zero, -np.sin(yaw), zero, one, zero, np.sin(yaw), zero, np.cos(yaw))
    about_x = matrix(one, zero, zero, zero, np.cos(pitch), np.sin(pitch), zero, -np.sin(pitch), np.cos(pitch))
    about_z = matrix(np.cos(roll), -np.sin(roll), zero, np.sin(roll), np.cos(roll), zero, zero, zero, one)
    return about_x @ about_y @ about_z

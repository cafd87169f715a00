"""The canonical face: MediaPipe's average head, which gives head pose its shape and the mesh its triangles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from facelab._mediapipe import GeometryPipelineMetadata
from facelab._types import Floats, ModelError

FILE_NAME = "canonical_face.binarypb"
_VERTICES = 468
_TRIANGLES = 898


@dataclass(frozen=True, slots=True)
class CanonicalFace:
    """A face looking straight at the camera, in the camera's axes: x right, y down, z away from the camera.

    Attributes:
        vertices: (468, 3) float32, centimetres, numbered like the first 468 landmarks. The person's own left
            has positive x, as in a frame that is not mirrored.
        triangles: (898, 3) int32, indices into `vertices`.
        texture: (468, 2) float32, where each vertex lies on MediaPipe's unit texture square.
    """

    vertices: Floats
    triangles: NDArray[np.int32]
    texture: Floats


def load(path: Path) -> CanonicalFace:
    """Reads MediaPipe's `GeometryPipelineMetadata` message.

    Raises:
        ModelError: the file can't be read or holds another mesh.
    """
    metadata = GeometryPipelineMetadata()
    try:
        metadata.ParseFromString(path.read_bytes())
    except (OSError, DecodeError) as error:
        raise ModelError(f"{path} can't be read as the canonical face ({error}); fetch the models again") from error
    mesh = metadata.canonical_mesh
    # Each vertex is x, y, z (y up, z towards the camera), u, v.
    vertices = np.asarray(mesh.vertex_buffer, np.float32)
    triangles = np.asarray(mesh.index_buffer, np.int32)
    if vertices.size != 5 * _VERTICES or triangles.size != 3 * _TRIANGLES or triangles.max() >= _VERTICES:
        raise ModelError(f"{path} holds another mesh than the canonical face; fetch the models again")
    table = vertices.reshape(_VERTICES, 5)
    to_camera_axes = np.array([1, -1, -1], np.float32)
    return CanonicalFace(
        vertices=table[:, :3] * to_camera_axes,
        triangles=triangles.reshape(_TRIANGLES, 3),
        texture=table[:, 3:].copy(),
    )

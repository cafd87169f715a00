"""Landmarks of up to two faces in a frame, by MediaPipe Face Mesh in tracking mode."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from facelab._mediapipe import FaceMesh
from facelab._types import LANDMARK_COUNT, Box, Floats, Image

MAX_FACES = 2
_MAX_STREAMS = 4
_SAME_FACE_OVERLAP = 0.5
"""Intersection over union above which two boxes are one face found twice (ours)."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its box and its landmarks, (478, 3) float32 in pixels."""

    box: Box
    landmarks: Floats


class LandmarkTracker:
    """Keeps one tracking Face Mesh for each stream, at most four: the stream unused for longest makes room.

    A Face Mesh follows faces from frame to frame, so what it gives depends on the frames before. Streams never
    share one. Making one takes about 25 ms and reads only MediaPipe's package.
    """

    def __init__(self) -> None:
        self._meshes: OrderedDict[int, FaceMesh] = OrderedDict()

    def find(self, stream: int, frame: Image) -> tuple[Face, ...]:
        """Finds the faces of the next frame of a stream, the largest first.

        Args:
            stream: whose tracking state to use.
            frame: (h, w, 3) RGB, C-contiguous.

        Raises:
            RuntimeError: MediaPipe failed; the stream starts anew with its next frame.
        """
        height, width = frame.shape[:2]
        mesh = self._mesh(stream)
        try:
            found = mesh.process(frame).multi_face_landmarks or []
        except Exception:
            # A graph that has failed fails for ever after, even at closing: the next frame gets a new one.
            del self._meshes[stream]
            raise
        # z comes in the scale of x: both are fractions of the width.
        to_pixels = np.array([width, height, width], np.float32)
        faces = []
        for message in found:
            points = np.array([(p.x, p.y, p.z) for p in message.landmark], np.float32) * to_pixels
            if points.shape == (LANDMARK_COUNT, 3) and np.isfinite(points).all():
                faces.append(Face(_box_around(points), points))
        faces.sort(key=lambda face: face.box.area, reverse=True)
        return tuple(
            faces[:1] + [other for other in faces[1:] if _overlap(faces[0].box, other.box) < _SAME_FACE_OVERLAP]
        )

    def reset(self, stream: int) -> None:
        """Forgets what a stream has seen; its next frame is searched as a first one."""
        mesh = self._meshes.pop(stream, None)
        if mesh is not None:
            mesh.close()

    def _mesh(self, stream: int) -> FaceMesh:
        mesh = self._meshes.pop(stream, None)
        if mesh is None:
            while len(self._meshes) >= _MAX_STREAMS:
                _, oldest = self._meshes.popitem(last=False)
                oldest.close()
            mesh = FaceMesh(max_num_faces=MAX_FACES, refine_landmarks=True)
        self._meshes[stream] = mesh
        return mesh


def _box_around(points: Floats) -> Box:
    """The box of (n, 3) points in the image plane."""
    left, top = (float(value) for value in points[:, :2].min(axis=0))
    right, bottom = (float(value) for value in points[:, :2].max(axis=0))
    return Box(left, top, right - left, bottom - top)


def _overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / max(a.area + b.area - shared, 1e-6)

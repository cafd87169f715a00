"""The parts of MediaPipe that are used, imported without what they would drag in.

`import mediapipe` also imports matplotlib (for drawing helpers; it starts `fc-list` and writes a font cache) and
sounddevice (for audio tasks; it starts `ldconfig` to look for PortAudio). The engine is confined and may do
neither, so both are hidden while MediaPipe is imported. It takes 0.2 s so, against 0.4 s.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


@contextmanager
def _hidden_drawing_and_audio() -> Iterator[None]:
    """Puts empty stand-ins where the unused packages would be found, and afterwards all back as it was."""
    matplotlib, pyplot = ModuleType("matplotlib"), ModuleType("matplotlib.pyplot")
    matplotlib.__dict__["pyplot"] = pyplot
    stand_ins = {"matplotlib": matplotlib, "matplotlib.pyplot": pyplot, "sounddevice": ModuleType("sounddevice")}
    before = {name: sys.modules[name] for name in stand_ins if name in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
        sys.modules.update(before)


with _hidden_drawing_and_audio():
    import mediapipe
    from mediapipe.modules.face_geometry.protos.geometry_pipeline_metadata_pb2 import GeometryPipelineMetadata
    from mediapipe.python.solutions import face_mesh_connections
    from mediapipe.python.solutions.face_mesh import FaceMesh

VERSION = importlib.metadata.version("mediapipe")

_MODULES = Path(mediapipe.__file__).parent / "modules"

BUNDLED_MODELS = (
    _MODULES / "face_detection" / "face_detection_short_range.tflite",
    _MODULES / "face_landmark" / "face_landmark_with_attention.tflite",
)
"""The models inside MediaPipe's package that Face Mesh with refined landmarks runs."""

MOVING_CONNECTIONS: dict[str, frozenset[tuple[int, int]]] = {
    "oval": face_mesh_connections.FACEMESH_FACE_OVAL,
    "lips": face_mesh_connections.FACEMESH_LIPS,
    "left eye": face_mesh_connections.FACEMESH_LEFT_EYE,
    "right eye": face_mesh_connections.FACEMESH_RIGHT_EYE,
    "left brow": face_mesh_connections.FACEMESH_LEFT_EYEBROW,
    "right brow": face_mesh_connections.FACEMESH_RIGHT_EYEBROW,
}
"""Lines between landmarks that expressions move, or that slide along the silhouette when the head turns."""

__all__ = ["BUNDLED_MODELS", "MOVING_CONNECTIONS", "VERSION", "FaceMesh", "GeometryPipelineMetadata"]

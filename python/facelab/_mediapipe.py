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
    """Puts empty stand-ins where unused packages would be found; those really loaded before are left alone."""
    pyplot = ModuleType("matplotlib.pyplot")
    matplotlib = ModuleType("matplotlib")
    matplotlib.__dict__["pyplot"] = pyplot
    stand_ins = {
        "matplotlib": matplotlib,
        "matplotlib.pyplot": pyplot,
        "sounddevice": ModuleType("sounddevice"),
    }
    put = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    if "matplotlib.pyplot" not in put:
        put.pop("matplotlib", None)
    elif "matplotlib" not in put:
        # The real package is there without its pyplot: a stand-in would hide the real one from its other users.
        put.pop("matplotlib.pyplot")
    sys.modules.update(put)
    try:
        yield
    finally:
        for name in put:
            sys.modules.pop(name, None)


with _hidden_drawing_and_audio():
    import mediapipe
    from mediapipe.modules.face_geometry.protos.geometry_pipeline_metadata_pb2 import GeometryPipelineMetadata
    from mediapipe.python.solutions.face_mesh import FaceMesh

VERSION = importlib.metadata.version("mediapipe")

_MODULES = Path(mediapipe.__file__).parent / "modules"

BUNDLED_MODELS = (
    _MODULES / "face_detection" / "face_detection_short_range.tflite",
    _MODULES / "face_landmark" / "face_landmark_with_attention.tflite",
)
"""The models inside MediaPipe's package that Face Mesh with refined landmarks runs."""

__all__ = ["BUNDLED_MODELS", "VERSION", "FaceMesh", "GeometryPipelineMetadata"]

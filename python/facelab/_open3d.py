"""Open3D, imported without what it would drag in.

`import open3d` also imports plotly and dash (to draw in a browser), which brings a web server, its client and an
interactive shell into the engine. A stand-in takes the place of the one module that asks for them: with it the import
takes 0.2 s and 45 MB, against 0.9 s and 66 MB.
"""

from __future__ import annotations

import importlib.metadata
import sys
from types import ModuleType

_DRAWS_IN_BROWSERS = "open3d.visualization.draw_plotly"
_ITS_NAMES = ("get_plotly_fig", "draw_plotly", "draw_plotly_server")

if "open3d" not in sys.modules:
    sys.modules[_DRAWS_IN_BROWSERS] = ModuleType(_DRAWS_IN_BROWSERS)
    sys.modules[_DRAWS_IN_BROWSERS].__dict__.update(dict.fromkeys(_ITS_NAMES))

import open3d

VERSION = importlib.metadata.version("open3d-cpu")

__all__ = ["VERSION", "open3d"]

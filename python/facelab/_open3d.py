"""Open3D, imported without what it would drag in.

`import open3d` also imports plotly and dash (to draw in a browser), which brings a web server, its client and an
interactive shell into the engine. A stand-in takes the place of the one module that asks for them: with it the import
takes 0.2 s of computing and 40 MB, against 0.45 s and 73 MB.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_DRAWS_IN_BROWSERS = "open3d.visualization.draw_plotly"


@contextmanager
def _nothing_drawn_in_browsers() -> Iterator[None]:
    """Puts an empty stand-in where Open3D looks for what draws in browsers."""
    if _DRAWS_IN_BROWSERS not in sys.modules:
        stand_in = ModuleType(_DRAWS_IN_BROWSERS)
        stand_in.__dict__.update(dict.fromkeys(("get_plotly_fig", "draw_plotly", "draw_plotly_server")))
        sys.modules[_DRAWS_IN_BROWSERS] = stand_in
    yield


with _nothing_drawn_in_browsers():
    import open3d

VERSION = importlib.metadata.version("open3d-cpu")

__all__ = ["VERSION", "open3d"]

"""Reads a wish as JSON from stdin and writes the files, as JSON, to stdout."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import font_manager

from reporter._pages import pdf, picture
from reporter._types import Figure, document


def main() -> None:
    """Does what is wished: `{"as": "pdf" | "charts", "fonts": [...], "document": {...}}`."""
    wish = json.load(sys.stdin)
    for font in wish["fonts"]:
        font_manager.fontManager.addfont(Path(font))
    mpl.rcParams.update(
        {
            "font.family": ["Inter", "DejaVu Sans"],
            "font.size": 9,
            # Texts of a picture stay texts: they can be found and read aloud.
            "svg.fonttype": "none",
            "pdf.fonttype": 42,
            # A dollar sign in a reason or a camera's name is one, and begins no formula.
            "text.parse_math": False,
        }
    )
    report = document(wish["document"])
    files: dict[str, bytes]
    if wish["as"] == "pdf":
        files = {"report.pdf": pdf(report)}
    else:
        figures = [block for block in report.blocks if isinstance(block, Figure)]
        files = {f"{one.name}.{kind}": picture(one, kind) for one in figures for kind in ("png", "svg")}
    json.dump({name: base64.b64encode(file).decode("ascii") for name, file in files.items()}, sys.stdout)


main()

"""A report becomes a PDF, and its figures pictures, by the program itself: a process that is told all by its stdin."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PYTHON = Path(__file__).parents[2]
FONTS = [str(PYTHON.parent / "assets" / "fonts" / f"Inter-{name}.ttf") for name in ("Regular", "SemiBold")]


def series(name: str, values: list[float | None]) -> dict[str, Any]:
    return {"name": name, "tone": "accent", "values": values, "right": False}


def figure(name: str, **drawn: Any) -> dict[str, Any]:
    return {"block": "figure", "name": name, "title": name, "axes": ["x", "y", ""], "note": "A note.", **drawn}


LINES: dict[str, Any] = {"logarithmic": False, "marks": [], "spots": [], "range": None}
SPOT = {"at": [0.01, 0.1], "bounds": [[0.005, 0.02], [0.05, 0.2]], "name": "here"}
DOCUMENT = {
    "title": "Session of yesterday",
    "foot": "written today: a reason",
    "blocks": [
        {"block": "table", "title": "Facts", "columns": [], "rows": [{"cells": ["a", "b" * 90], "verdict": "none"}]},
        {
            "block": "table",
            "title": "Many",
            "columns": ["n", "m"],
            "rows": [{"cells": ["1", "2"], "verdict": "failed"}] * 70,
        },
        {"block": "text", "text": "It cost $5, and not $x_{6$."},
        figure("curves", kind="lines", x=[0.0, 1.0, 2.0], series=[series("likeness", [0.5, None, 0.7])], **LINES),
        figure(
            "det",
            kind="lines",
            x=[0.001, 0.1],
            series=[series("all", [0.5, 0.01])],
            **{**LINES, "logarithmic": True, "spots": [SPOT]},
        ),
        figure(
            "bars",
            kind="bars",
            x=[0.0, 1.0],
            stacked=True,
            series=[series("v", [3, None])],
            marks=[{"x": 0.5, "name": "bound"}],
        ),
        figure("named", kind="named", names=["too dark"], series=[series("visits", [3])]),
        figure(
            "face",
            kind="surface",
            vertices=[[0, 0, 0], [1, 0, 0.2], [0, 1, 0.1], [1, 1, 0]],
            triangles=[[0, 1, 2], [1, 3, 2]],
            values=[0, 1, 2, 3],
            ends=[-6, 6],
        ),
    ],
}


def report(wanted: str, document: dict[str, Any]) -> dict[str, bytes]:
    wish = json.dumps({"as": wanted, "fonts": FONTS, "document": document})
    done = subprocess.run(
        [sys.executable, "-m", "reporter"], input=wish, cwd=PYTHON, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name: base64.b64decode(file) for name, file in json.loads(done.stdout).items()}


def test_a_report_is_a_pdf_of_several_pages_with_its_title() -> None:
    [(name, pdf)] = report("pdf", DOCUMENT).items()
    assert name == "report.pdf"
    assert pdf.startswith(b"%PDF-")
    assert b"Session of yesterday" in pdf, "the title is among the file's facts"
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") >= 4


def test_each_figure_is_a_png_and_an_svg_whose_words_are_words() -> None:
    files = report("charts", DOCUMENT)
    assert sorted({Path(name).stem for name in files}) == ["bars", "curves", "det", "face", "named"]
    assert all(files[name].startswith(b"\x89PNG") for name in files if name.endswith(".png"))
    assert b">too dark<" in files["named.svg"]
    assert b">bound<" in files["bars.svg"]


def test_what_is_no_wish_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reporter"], input="{}", cwd=PYTHON, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stdout == ""

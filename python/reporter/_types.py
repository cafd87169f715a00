"""What a report says: the same as `src/report/document.rs` has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """A row of a table; `verdict` is passed, failed or none."""

    cells: list[str]
    verdict: str


@dataclass(frozen=True)
class Table:
    """A table under a title; `columns` is empty where the title says it all."""

    title: str
    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Series:
    """A curve, or bars of one colour; missing values leave gaps."""

    name: str
    tone: str
    values: list[float | None]
    right: bool


@dataclass(frozen=True)
class Figure:
    """A figure; what is drawn, and how, depends on `kind`."""

    name: str
    title: str
    axes: tuple[str, str, str]
    kind: str
    note: str
    series: list[Series]
    drawn: dict[str, Any]


@dataclass(frozen=True)
class Document:
    """A report."""

    title: str
    foot: str
    blocks: list[Table | Text | Figure]


def _figure(told: dict[str, Any]) -> Figure:
    below, left, right = told["axes"]
    series = [Series(**one) for one in told.get("series", [])]
    return Figure(told["name"], told["title"], (below, left, right), told["kind"], told["note"], series, told)


def _block(told: dict[str, Any]) -> Table | Text | Figure:
    match told["block"]:
        case "table":
            return Table(told["title"], told["columns"], [Row(**row) for row in told["rows"]])
        case "text":
            return Text(told["text"])
        case _:
            return _figure(told)


def document(told: dict[str, Any]) -> Document:
    """A report of what was told as JSON."""
    return Document(told["title"], told["foot"], [_block(block) for block in told["blocks"]])

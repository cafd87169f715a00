"""Lays a report out on pages of A4."""

from __future__ import annotations

import textwrap
from io import BytesIO

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D

from reporter._figures import FAINT, INK, LINE, TONES, Place, draw
from reporter._types import Document, Figure, Table, Text

# Inches.
WIDTH, HEIGHT = 8.27, 11.69
MARGIN = 0.7
LINE_HEIGHT = 0.21
FIGURE = 2.75
# Characters of a line at the size of the text (ours: measured on the shipped face).
CHARACTERS = 96
# Where columns begin, as shares of the width, by how many there are.
COLUMNS = {1: [0.0], 2: [0.0, 0.36], 4: [0.0, 0.38, 0.52, 0.86]}


class Pages:
    """Pages that are filled from above."""

    def __init__(self, document: Document, out: PdfPages) -> None:
        self._document = document
        self._out = out
        self._number = 0
        self._page: Picture | None = None
        self._left = 0.0

    def _new(self) -> Picture:
        self.close()
        self._number += 1
        page = Picture(figsize=(WIDTH, HEIGHT))
        foot = textwrap.shorten(self._document.foot, CHARACTERS + 20, placeholder="…")
        page.text(MARGIN / WIDTH, 0.35 / HEIGHT, foot, fontsize=7, color=FAINT)
        page.text(1 - MARGIN / WIDTH, 0.35 / HEIGHT, str(self._number), fontsize=7, color=FAINT, ha="right")
        self._page, self._left = page, HEIGHT - 2 * MARGIN
        return page

    def close(self) -> None:
        """Keeps the page that is being filled."""
        if self._page is not None:
            self._out.savefig(self._page)  # type: ignore[no-untyped-call]
            self._page = None

    def room(self, inches: float) -> tuple[Picture, float]:
        """A page with so much room, and where it begins, in inches from below."""
        page = self._page if self._page is not None and self._left >= inches else self._new()
        begins = MARGIN + self._left
        self._left -= inches
        return page, begins

    def line(self, text: str, *, size: float = 9, weight: str = "normal", colour: str = INK, x: float = 0.0) -> None:
        """Text on a line of its own."""
        page, top = self.room(LINE_HEIGHT * size / 9)
        page.text((MARGIN + x) / WIDTH, top / HEIGHT, text, fontsize=size, weight=weight, color=colour, va="top")


def _table(pages: Pages, table: Table) -> None:
    # A title never stands alone at the foot of a page.
    pages.room(0.0 if table.rows else LINE_HEIGHT)
    pages.line("")
    pages.line(table.title, size=11, weight="semibold")
    rows = ([table.columns] if table.columns else []) + [row.cells for row in table.rows]
    verdicts = (["none"] if table.columns else []) + [row.verdict for row in table.rows]
    across = WIDTH - 2 * MARGIN
    count = max((len(row) for row in rows), default=1)
    shares = COLUMNS.get(count, [0.0, *(0.36 + 0.64 * at / max(count - 1, 1) for at in range(count - 1))])
    widths = [int(CHARACTERS * (end - begin)) for begin, end in zip(shares, [*shares[1:], 1.0], strict=True)]
    for cells, verdict in zip(rows, verdicts, strict=True):
        head = bool(table.columns) and cells is table.columns
        folded = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=False)]
        lines = max(len(cell) for cell in folded)
        page, top = pages.room(LINE_HEIGHT * lines + 0.03)
        rule = (top + 0.03) / HEIGHT
        page.add_artist(Line2D([MARGIN / WIDTH, 1 - MARGIN / WIDTH], [rule, rule], color=LINE, linewidth=0.5))
        for at, cell in enumerate(folded):
            last = at == len(folded) - 1
            colour = {"passed": TONES["good"], "failed": TONES["bad"]}.get(verdict, INK) if last else INK
            place = (MARGIN + across * shares[at]) / WIDTH
            weight = "semibold" if head else "normal"
            shown = FAINT if head or (at == 0 and count == 2) else colour
            page.text(
                place,
                top / HEIGHT,
                "\n".join(cell),
                fontsize=8.5,
                weight=weight,
                color=shown,
                va="top",
                linespacing=1.4,
            )


def _figure(pages: Pages, figure: Figure) -> None:
    notes = textwrap.wrap(figure.note, CHARACTERS)
    page, top = pages.room(FIGURE + LINE_HEIGHT * (len(notes) + 2))
    page.text(MARGIN / WIDTH, (top - LINE_HEIGHT) / HEIGHT, figure.title, fontsize=11, weight="semibold", va="top")
    below = (top - 2 * LINE_HEIGHT - FIGURE) / HEIGHT
    draw(figure, Place(page, MARGIN / WIDTH, below, 1 - 2 * MARGIN / WIDTH, FIGURE / HEIGHT))
    for number, note in enumerate(notes):
        y = (top - 2 * LINE_HEIGHT - FIGURE - number * LINE_HEIGHT) / HEIGHT
        page.text(MARGIN / WIDTH, y, note, fontsize=8, color=FAINT, va="top")


def pdf(document: Document) -> bytes:
    """The report as a PDF file."""
    out = BytesIO()
    with PdfPages(out, metadata={"Title": document.title, "Creator": "secure-biometric", "CreationDate": None}) as kept:
        pages = Pages(document, kept)
        pages.line(document.title, size=16, weight="semibold")
        for block in document.blocks:
            match block:
                case Table():
                    _table(pages, block)
                case Text():
                    pages.line("")
                    for line in textwrap.wrap(block.text, CHARACTERS):
                        pages.line(line)
                case Figure():
                    _figure(pages, block)
        pages.close()
    return out.getvalue()


def picture(figure: Figure, kind: str) -> bytes:
    """A figure by itself, as `kind`: png or svg."""
    page = Picture(figsize=(9, 5), dpi=160)
    draw(figure, Place(page, 0.0, 0.0, 1.0, 0.94))
    page.text(0.03, 0.96, figure.title, fontsize=12, weight="semibold", va="center")
    out = BytesIO()
    page.savefig(out, format=kind, metadata={"Creator": "secure-biometric", "Date": None} if kind == "svg" else None)
    return out.getvalue()

"""Draws a report's figures."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import FuncFormatter, NullFormatter

from reporter._types import Figure, Series

INK = "#111820"
FAINT = "#56616d"
LINE = "#dfe4ea"
TONES = {"accent": "#0d9488", "muted": "#94a3b8", "good": "#15803d", "doubtful": "#b45309", "bad": "#b91c1c"}
DIFFERENCES = LinearSegmentedColormap.from_list("differences", ["#3b82f6", "#d6dce2", "#f59e0b"])


class Place:
    """A part of a picture: where it begins from the left and from below, how wide and how high, as shares."""

    def __init__(self, picture: Picture, left: float, below: float, width: float, height: float) -> None:
        self._picture = picture
        self._box = (left, below, width, height)

    def flat(self) -> Axes:
        """Axes with room around them for what is written there."""
        left, below, width, height = self._box
        return self._picture.add_axes((left + 0.09 * width, below + 0.22 * height, 0.82 * width, 0.7 * height))

    def solid(self, number: int, of: int) -> Any:
        """One of several axes side by side for what is solid."""
        left, below, width, height = self._box
        each = width / of
        return self._picture.add_axes((left + each * number, below, each, height), projection="3d")


def draw(figure: Figure, place: Place) -> None:
    """Draws `figure` so that it fills a place."""
    if figure.kind == "surface":
        _surface(figure, place)
        return
    axes = place.flat()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(figure.axes[0])
    axes.set_ylabel(figure.axes[1])
    right = None
    match figure.kind:
        case "lines":
            _lines(figure, axes)
        case "bars":
            right = _bars(figure, axes)
        case _:
            _named(figure, axes)
    for mark in figure.drawn.get("marks", []):
        axes.axvline(mark["x"], color=INK, linewidth=1.4)
        axes.annotate(mark["name"], (mark["x"], 1.0), xycoords=("data", "axes fraction"), ha="center", va="bottom")
    handles, labels = axes.get_legend_handles_labels()
    if right is not None:
        more, names = right.get_legend_handles_labels()
        handles, labels = handles + more, labels + names
    if len(handles) > 1:
        axes.legend(handles, labels, frameon=False, ncols=5, loc="upper center", bbox_to_anchor=(0.5, -0.2), fontsize=8)


def _values(series: Series) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value for value in series.values], dtype=np.float64)


def _lines(figure: Figure, axes: Axes) -> None:
    x = np.array(figure.drawn["x"], dtype=np.float64)
    for series in figure.series:
        values = _values(series)
        # What is measured now and then is joined.
        there = ~np.isnan(values) if series.name.startswith("likeness") else np.ones(len(values), dtype=bool)
        axes.plot(x[there], values[there], color=TONES[series.tone], linewidth=1.6, label=series.name)
    if figure.drawn["logarithmic"]:
        axes.set_xscale("log")
        axes.set_yscale("log")
        percent = FuncFormatter(lambda rate, _: f"{100 * rate:.6f}".rstrip("0").rstrip(".") + " %")
        axes.xaxis.set_major_formatter(percent)
        axes.yaxis.set_major_formatter(percent)
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_minor_formatter(NullFormatter())
    if figure.drawn["range"]:
        axes.set_ylim(*figure.drawn["range"])
    for spot in figure.drawn["spots"]:
        (x_at, y_at), ((left, right), (low, high)) = spot["at"], spot["bounds"]
        axes.errorbar(
            [x_at],
            [y_at],
            xerr=[[x_at - left], [right - x_at]],
            yerr=[[y_at - low], [high - y_at]],
            fmt="o",
            color=INK,
            capsize=3,
            label=spot["name"],
        )


def _bars(figure: Figure, axes: Axes) -> Axes | None:
    """Draws bars; gives the axes to the right, where some are read there."""
    x = np.array(figure.drawn["x"], dtype=np.float64)
    width = float(np.min(np.diff(x))) * 0.92 if len(x) > 1 else 0.8
    below = np.zeros(len(x))
    right: Axes | None = None
    for series in figure.series:
        values = np.nan_to_num(_values(series))
        place = axes
        if series.right:
            right = right or axes.twinx()
            right.spines[["top"]].set_visible(False)
            right.set_ylabel(figure.axes[2])
            place = right
        stacked = bool(figure.drawn["stacked"])
        place.bar(
            x,
            values,
            width,
            bottom=below if stacked else None,
            color=TONES[series.tone],
            alpha=1.0 if stacked else 0.75,
            label=series.name,
        )
        if stacked:
            below = below + values
        place.set_ylim(bottom=0)
    return right


def _named(figure: Figure, axes: Axes) -> None:
    names = figure.drawn["names"]
    places = np.arange(len(names))
    before = np.zeros(len(names))
    for series in figure.series:
        values = np.nan_to_num(_values(series))
        axes.barh(places, values, left=before, color=TONES[series.tone], label=series.name)
        before = before + values
    axes.set_yticks(places, names)
    axes.invert_yaxis()


def _surface(figure: Figure, place: Place) -> None:
    """A face from the front, from the left and from the right."""
    points = np.array(figure.drawn["vertices"], dtype=np.float64)
    triangles = np.array(figure.drawn["triangles"], dtype=np.int64)
    values = np.array(figure.drawn["values"], dtype=np.float64)
    low, high = figure.drawn["ends"] or (float(values.min()), float(values.max()))
    colours = DIFFERENCES if figure.drawn["ends"] else "viridis"
    of_triangles = values[triangles].mean(axis=1)
    turns = (0.0, 45.0, -45.0)
    for number, turn in enumerate(turns):
        axes = place.solid(number, len(turns))
        # Up is up, and what is nearer is nearer.
        drawn = axes.plot_trisurf(
            points[:, 0],
            points[:, 2],
            -points[:, 1],
            triangles=triangles,
            cmap=colours,
            linewidth=0,
            antialiased=False,
        )
        drawn.set_array(of_triangles)
        drawn.set_clim(low, high)
        axes.view_init(elev=5, azim=-90 + turn)
        axes.set_box_aspect(np.ptp(points[:, [0, 2, 1]], axis=0))
        axes.set_axis_off()

"""Plots as pieces of SVG that can stand in a page: the same bytes on every run, nothing fetched from outside."""

import io
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from edubot.evaluation.ablation import Row
from edubot.evaluation.abstention import Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, SOFT, LINE, ACCENT, WARM = "#1c2733", "#5b6b7b", "#dfe5ea", "#0b6e8f", "#c8641b"
COLOURS = (ACCENT, WARM, "#2a7d46", "#7a4fa3")
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "edubot",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "legend.frameon": False,
}
_FONT = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif"


def words_plot(by_words: Mapping[int, tuple[float, float]]) -> str:
    """How much of the evidence stands within how many words."""

    def draw(axes: "Axes") -> None:
        words = list(by_words)
        for column, (name, colour) in enumerate(
            (("success: a quote is shown", ACCENT), ("recall: share of quotes", WARM))
        ):
            values = [means[column] for means in by_words.values()]
            axes.plot(words, values, color=colour, marker="o", markersize=4, linewidth=2, label=name)
        _unit(axes.set_ylim)
        axes.set_xlim(0, max(words))
        axes.set_xlabel("words shown")
        axes.legend(loc="lower right")

    return _svg("words", draw, "Success and recall by words shown")


def risk_plot(curves: Mapping[str, Curve]) -> str:
    """What share of the most confident answers goes wrong."""

    def draw(axes: "Axes") -> None:
        for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
            label = f"{name} (area {curve.area:.3f})"
            axes.plot(curve.coverage, curve.risk, color=colour, linewidth=2, label=label)
        axes.set_xlim(0, 1)
        top = max(max(curve.risk) for curve in curves.values())
        axes.set_ylim(0, max(0.1, min(1.0, 1.25 * top)))
        axes.set_xlabel("coverage: share of questions, the most confident first")
        axes.set_ylabel("risk: share of them that goes wrong")
        axes.legend(loc="upper left")

    return _svg("risk", draw, "Risk by coverage")


def steps_plot(rows: Sequence[Row]) -> str:
    """What each part of retrieval is worth, with intervals."""

    def draw(axes: "Axes") -> None:
        measures = [figure.name for figure in rows[0].figures]
        for number, (measure, colour) in enumerate(zip(measures, COLOURS, strict=False)):
            found = [row.figures[number] for row in rows]
            places = [row + 0.14 * (number - (len(measures) - 1) / 2) for row in range(len(rows))]
            means = [figure.mean for figure in found]
            spread = [[figure.mean - figure.low for figure in found], [figure.high - figure.mean for figure in found]]
            axes.errorbar(means, places, xerr=spread, fmt="o", color=colour, markersize=5, linewidth=1.5, label=measure)
        axes.set_yticks(range(len(rows)), [row.name for row in rows])
        axes.invert_yaxis()
        _unit(axes.set_xlim)
        axes.legend(loc="upper center", bbox_to_anchor=(0.45, -0.1), ncols=2)

    return _svg("steps", draw, "Figures of each step", height=1.6 + 0.62 * len(rows), width=9.0)


def _unit(limit: Callable[[float, float], object]) -> None:
    limit(0.0, 1.02)


def _svg(name: str, draw: Callable[["Axes"], None], title: str, height: float = 3.6, width: float = 5.6) -> str:
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of its font cache
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure.subplots())
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _in_page(written.getvalue(), name, title)


def _in_page(svg: str, name: str, title: str) -> str:
    """The drawing alone: no prologue, no name space, no address; ids that are its own in the page."""
    drawing = svg[svg.index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", drawing)
    drawing = re.sub(r"font: ([\d.]+)px [^;\"]*", rf"font: \1px {_FONT}", drawing)
    drawing = re.sub(r'\bid="', f'id="{name}-', drawing)
    drawing = re.sub(r'(url\(|href=")#', rf"\1#{name}-", drawing)
    return drawing.replace("<svg ", f'<svg class="plot" role="img" aria-label="{title}" ', 1).strip()

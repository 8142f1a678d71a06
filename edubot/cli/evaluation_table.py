"""An evaluation in the terminal: tables that read well at eighty columns, with colour and without."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from edubot.evaluation.comparison import Comparison
from edubot.evaluation.failures import Failure, by_kind
from edubot.evaluation.figures import FOUND, RANKED, SHOWN
from edubot.evaluation.intervals import Figure
from edubot.evaluation.run import About, Evaluation

SHORT = {
    "success within 60 words": "success 60w",
    "success within 120 words": "success 120w",
    "recall within 120 words": "recall 120w",
}
"""Names that fit a column of a table."""
SURE = 0.05


def print_evaluation(found: Evaluation, most_failures: int) -> None:
    """Print everything, the figures first."""
    console = Console(markup=False, highlight=False, emoji=False)
    console.print(heading(found.about), soft_wrap=True)
    for block in (RANKED, FOUND, SHOWN):
        if block in found.figures:
            console.print(_figures(block, found.figures[block]))
    if found.slices:
        console.print(_rows("Slices", [(f"{cut.name} ({cut.questions})", cut.figures) for cut in found.slices]))
    if found.ablation:
        console.print(_rows("What each part is worth", [(row.name, row.figures) for row in found.ablation]))
    if found.comparison:
        for block, table in _comparison(found.comparison):
            console.print(f"{block}: against {found.comparison.against}", style="bold")
            console.print(table)
    for line in (*_abstention(found), *_safety(found)):
        console.print(line, soft_wrap=True)
    for line in _failures(found.failures, most_failures):
        console.print(line, soft_wrap=True)


def heading(about: About) -> str:
    """What was asked of what, in two sentences."""
    judged = "judged documents" if about.by_document else "evidence"
    lines = [
        f"{about.system}: {about.questions} questions of {about.questions_file}, {about.scored} with {judged}; "
        f"{about.leaflets} leaflets, {about.passages} passages.",
        "Means with 95 % bootstrap intervals over questions (over families, where questions have them).",
    ]
    if about.unfindable:
        lines.append(
            f"{about.unfindable} quotes stand in no passage (kept from readers, or cut apart); they count as missed."
        )
    return "\n".join(lines)


def _figures(title: str, figures: Sequence[Figure]) -> Table:
    table = _table(title, "measure", "mean", "95 % interval", "questions")
    for figure in figures:
        table.add_row(figure.name, f"{figure.mean:.3f}", f"{figure.low:.3f}–{figure.high:.3f}", str(figure.questions))
    return table


def _rows(title: str, rows: Iterable[tuple[str, Sequence[Figure]]]) -> Table:
    held = list(rows)
    table = _table(title, "", *(SHORT.get(figure.name, figure.name) for figure in held[0][1]))
    for name, figures in held:
        table.add_row(name, *(f"{figure.mean:.3f}" for figure in figures))
    return table


def _comparison(comparison: Comparison) -> Iterable[tuple[str, Table]]:
    for block, differences in comparison.differences.items():
        table = _table(None, "measure", "this", "other", "gain", "95 % interval", "p")
        for each in differences:
            interval = f"{each.low:+.3f}…{each.high:+.3f}"
            mark = "*" if each.p < SURE else ""
            gained = f"{each.ours - each.theirs:+.3f}"
            table.add_row(each.name, f"{each.ours:.3f}", f"{each.theirs:.3f}", gained, interval, f"{each.p:.3f}{mark}")
        yield block, table


def _abstention(found: Evaluation) -> Iterable[str | Table]:
    held = found.abstention
    names = sorted({outcome for counts in held.outcomes.values() for outcome in counts})
    table = _table("Outcomes", "", *(name.replace("_", " ") for name in names))
    for kind, counts in sorted(held.outcomes.items()):
        table.add_row(kind, *(str(counts.get(name, 0)) for name in names))
    yield table
    for figure in held.auc:
        yield f"{figure.name}: {figure.mean:.3f} ({figure.low:.3f}–{figure.high:.3f})"
    if held.wrong and held.uncovered:
        yield f"Area under risk–coverage, no evidence within 120 words: {held.wrong.area:.3f}"
        yield f"Area under risk–coverage, nothing in the leaflets: {held.uncovered.area:.3f}"


def _safety(found: Evaluation) -> Iterable[str]:
    held = found.safety
    yield f"Both warnings: {held.warned:.1%} of {held.answers} answers"
    yield f"Word for word: {held.verbatim:.1%} of {held.passages} passages"
    if held.alerts:
        yield "Alerts: " + ", ".join(f"{kind} {count}" for kind, count in held.alerts.items())
    yield f"Words shown, median: {held.median_words:.0f}"


def _failures(failures: Sequence[Failure], most: int) -> Iterable[str]:
    for kind, held in by_kind(failures).items():
        if held:
            more = f", the first {most}" if 0 < most < len(held) else ""
            yield f"\n{kind.told(len(held))}{more}{':' if most else '.'}"
        for failure in held[:most]:
            yield f"\n{failure.id}: {_line(failure.text)}"
            yield f"  wanted: {_line(failure.wanted[0]) if failure.wanted else 'no answer'}" + (
                " …" if len(failure.wanted) > 1 else ""
            )
            yield f"  shown:  {_line(failure.shown[0].text) if failure.shown else 'nothing'}"


_WIDEST = 160


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDEST else f"{flat[: _WIDEST - 1]}…"


def _table(title: str | None, *columns: str) -> Table:
    """A table whose first column and figures stay on one line; a long name of a column may take two."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=number == 0, overflow="fold")
    return table

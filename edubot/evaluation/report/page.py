"""The page: what was measured, how sure it is, where it goes wrong; one file that opens anywhere, offline."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from edubot.evaluation.failures import Failure, FailureKind, by_kind
from edubot.evaluation.figures import FOUND, RANKED, SHOWN
from edubot.evaluation.intervals import Figure
from edubot.evaluation.report.parts import (
    card,
    differences,
    failure,
    figures_table,
    gates,
    grid,
    outcomes,
    said,
)
from edubot.evaluation.report.plots import risk_plot, steps_plot, words_plot
from edubot.evaluation.run import Evaluation

PAGE_FILE = "index.html"
HEADLINES = (
    (FOUND, "success within 60 words"),
    (FOUND, "success within 120 words"),
    (FOUND, "recall within 120 words"),
    (FOUND, "answer@1"),
    (RANKED, "nDCG@10"),
    (RANKED, "RR@10"),
    (RANKED, "Success@1"),
    (RANKED, "R@100"),
)
"""What is told first, as far as it is known; of judged documents the ranking, of quotes the words."""
MOST_CARDS = 5
TERMS = {
    "success, recall within N words": "Whether any, and what share of, the quotes that answer stand among the first N "
    "words shown. A quote is shown when six tenths of its word trigrams are. Words and not passages, so that "
    "longer passages gain nothing.",
    "answer@1": "The first highlight of the first passage, 3 to 30 words, lies in a quote that answers, or covers one.",
    "all sides": "For questions on which leaflets disagree: every leaflet that has evidence is heard.",
    "nDCG@10, RR@10, Success@k, R@k, AP": "By ir-measures (pytrec_eval), over passages graded 2 where they "
    "show a quote whole and 1 where they show half of one, or over judged documents, each ranked as its best passage.",
    "before, after abstention": "Before: what retrieval finds if every question is taken to be answered. After: what a "
    "reader is shown.",
    "intervals": "95 %, percentile bootstrap of 2,000 resamples with a fixed seed, over families of questions where "
    "they have families. p: paired randomisation, 10,000 draws, two-sided, not corrected for many measures.",
    "risk–coverage": "Questions by falling confidence: of each share of them, the part that goes wrong. The area is "
    "the mean of it; 0 is perfect.",
}


def write_report(folder: Path, found: Evaluation, most_failures: int) -> Path:
    """Write the page into a folder; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / PAGE_FILE
    page.write_text(report(found, most_failures), encoding="utf-8", newline="\n")
    return page


def report(found: Evaluation, most_failures: int) -> str:
    """The whole page."""
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    title = "Retrieval accuracy"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{said(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>\n{css}</style></head>'
        f"<body><main><h1>{said(title)}</h1>{_lead(found)}\n"
        + "\n".join(part for part in _sections(found, most_failures) if part)
        + "\n</main></body></html>\n"
    )


def _lead(found: Evaluation) -> str:
    about = found.about
    judged = "judged documents" if about.by_document else "quoted evidence"
    hidden = f" {about.unfindable} quotes stand in no passage and count as missed." if about.unfindable else ""
    told = (
        f"{about.system}, asked {about.questions} questions of {about.questions_file}, {about.scored} with {judged}. "
        f"{about.leaflets} leaflets in {about.passages} passages; encoder {about.encoder}.{hidden}"
    )
    return f'<p class="lead">{said(told)}</p>'


def _sections(found: Evaluation, most_failures: int) -> Iterable[str]:
    yield f'<div class="cards">{"".join((*map(card, _headlines(found)), *gates(found.safety)))}</div>'
    yield _plots(found)
    yield _section("Every figure", figures_table(found.figures))
    if found.comparison:
        told = f"Against {found.comparison.against}, on the same questions; in bold where p is under 0.05."
        yield _section("Compared", differences(found.comparison), told)
    if found.ablation:
        told = "The same questions with parts of retrieval switched off; before abstention."
        rows = [(row.name, row.figures[0].questions, row.figures) for row in found.ablation]
        yield _section("What each part is worth", steps_plot(found.ablation) + grid("step", rows), told)
    if found.slices:
        rows = [(cut.name, cut.questions, cut.figures) for cut in found.slices]
        yield _section("Kinds of questions", grid("slice", rows), "Small slices say little: mind the intervals.")
    yield _outcomes(found)
    yield _failures(found, most_failures)
    terms = "".join(f"<dt>{said(name)}</dt><dd>{said(text)}</dd>" for name, text in TERMS.items())
    yield _section("What the words mean", f'<dl class="terms">{terms}</dl>')


def _headlines(found: Evaluation) -> list[Figure]:
    held = {(block, figure.name): figure for block, figures in found.figures.items() for figure in figures}
    names = [name for name in HEADLINES if name in held] or [(SHOWN, name) for _, name in HEADLINES]
    return [held[name] for name in names if name in held][:MOST_CARDS]


def _plots(found: Evaluation) -> str:
    plots = []
    if found.by_words:
        plots.append(_section("Found within the first words", words_plot(found.by_words)))
    held = found.abstention
    if held.wrong and held.uncovered and not found.about.by_document:
        curves = {"no evidence within 120 words": held.wrong, "nothing in the leaflets": held.uncovered}
        plots.append(_section("Knowing when to say no", risk_plot(curves)))
    return f'<div class="plots">{"".join(plots)}</div>' if plots else ""


def _outcomes(found: Evaluation) -> str:
    told = "; ".join(
        f"{figure.name}: {figure.mean:.3f} ({figure.low:.3f}–{figure.high:.3f})" for figure in found.abstention.auc
    )
    alerts = ", ".join(f"{kind} {count}" for kind, count in found.safety.alerts.items()) or "none"
    note = f"{told + '. ' if told else ''}Alerts: {alerts}. Words shown, median: {found.safety.median_words:.0f}."
    return _section("Outcomes", outcomes(found.abstention.outcomes), note)


def _failures(found: Evaluation, most: int) -> str:
    if not found.failures:
        return _section("Failures", "", "None.")
    return _section("Failures", "".join(_of_kind(kind, held, most) for kind, held in by_kind(found.failures).items()))


def _of_kind(kind: FailureKind, held: Sequence[Failure], most: int) -> str:
    told = f"{kind.told(len(held))}; {min(most, len(held))} listed."
    return f'<p class="note">{said(told)}</p>{"".join(map(failure, held[:most]))}' if held else ""


def _section(title: str, content: str, note: str = "") -> str:
    told = f'<p class="note">{said(note)}</p>' if note else ""
    return f"<section><h2>{said(title)}</h2>{told}{content}</section>"

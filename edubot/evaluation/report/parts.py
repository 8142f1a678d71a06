"""Pieces of the page. Every text that comes from a file goes through `said`, which leaves no mark-up and no address."""

import html
from collections.abc import Iterable, Mapping, Sequence

from edubot.evaluation.comparison import Comparison
from edubot.evaluation.failures import Failure
from edubot.evaluation.intervals import Difference, Figure
from edubot.evaluation.safety import Safety

SURE = 0.05
_WIDTH, _HEIGHT = 260, 14


def said(text: str) -> str:
    """A text from outside as words and nothing else; an address in it reads as before and leads nowhere."""
    return html.escape(text).replace("://", "&#58;//")


def card(figure: Figure) -> str:
    """A headline figure."""
    return (
        f'<div class="card"><b>{figure.mean:.2f}</b><span>{said(figure.name)}</span>'
        f"<span><em>{interval(figure)}</em> <em>n = {figure.questions}</em></span></div>"
    )


def gates(safety: Safety) -> Iterable[str]:
    """The two shares that must be whole."""
    for value, name, count in (
        (safety.warned, "answers with both warnings", safety.answers),
        (safety.verbatim, "passages word for word", safety.passages),
    ):
        state, told = ("kept", "100 %") if value == 1 else ("broken", f"{value:.1%}")
        must = "" if value == 1 else "must be 100 %, "
        yield f'<div class="card {state}"><b>{told}</b><span>{name}</span><span>{must}<em>n = {count}</em></span></div>'


def interval(figure: Figure) -> str:
    """The 95 % interval in words."""
    return f"{figure.low:.2f}–{figure.high:.2f}"


def bar(figure: Figure) -> str:
    """A mean and its interval on a line from 0 to 1."""
    low, mean, high = (_WIDTH * min(max(value, 0), 1) for value in (figure.low, figure.mean, figure.high))
    middle = _HEIGHT / 2
    return (
        f'<svg class="bar" viewBox="-4 0 {_WIDTH + 8} {_HEIGHT}" aria-hidden="true">'
        f'<line x1="0" y1="{middle}" x2="{_WIDTH}" y2="{middle}" stroke="#dfe5ea" stroke-width="2"/>'
        f'<line x1="{low:.1f}" y1="{middle}" x2="{high:.1f}" y2="{middle}" stroke="#bfdbe5" stroke-width="6"/>'
        f'<circle cx="{mean:.1f}" cy="{middle}" r="3.5" fill="#0b6e8f"/></svg>'
    )


def figures_table(blocks: Mapping[str, Sequence[Figure]]) -> str:
    """Every figure, block by block."""
    rows = []
    for block, figures in blocks.items():
        rows.append(f'<tr class="block"><td colspan="5">{said(block)}</td></tr>')
        rows += [_row(figure) for figure in figures]
    return table(("measure", "mean", "", "95 % interval", "questions"), rows)


def grid(first: str, rows: Sequence[tuple[str, int, Sequence[Figure]]]) -> str:
    """Rows of the same few measures."""
    names = [figure.name for figure in rows[0][2]]
    body = [
        f"<tr><td>{said(name)}</td><td>{count}</td>"
        + "".join(f"<td>{figure.mean:.2f} <small>{interval(figure)}</small></td>" for figure in figures)
        + "</tr>"
        for name, count, figures in rows
    ]
    return table((first, "questions", *names), body)


def outcomes(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Outcomes of each kind of question as bars of shares."""
    names = sorted({outcome for held in counts.values() for outcome in held}, key=_place)
    rows = [
        f'<tr><td>{said(kind)} <small>{sum(held.values())}</small></td><td><div class="stack">'
        + "".join(_share(name, held[name], sum(held.values())) for name in names if held.get(name))
        + "</div></td></tr>"
        for kind, held in sorted(counts.items())
    ]
    legend = "".join(f'<li><i class="{said(name)}"></i>{said(name.replace("_", " "))}</li>' for name in names)
    return f'{table((), rows)}<ul class="legend">{legend}</ul>'


def differences(comparison: Comparison) -> str:
    """Paired differences, block by block."""
    rows = []
    for block, found in comparison.differences.items():
        rows.append(f'<tr class="block"><td colspan="6">{said(block)}</td></tr>')
        rows += [_difference(each) for each in found]
    return table(("measure", "this", "other", "difference", "95 % interval", "p"), rows)


def failure(found: Failure) -> str:
    """A question that went wrong, folded."""
    tags = "".join(f'<span class="tag">{said(tag)}</span>' for tag in found.tags)
    shown = _quotes(f"{passage.text} ({passage.leaflet})" for passage in found.shown)
    return (
        f"<details><summary><code>{said(found.id)}</code>{said(found.text)}{tags}</summary>"
        f'<dl class="wanted"><dt>wanted</dt><dd class="gold">{_quotes(found.wanted)}</dd>'
        f"<dt>shown first</dt><dd>{shown or 'nothing'}</dd></dl></details>"
    )


def table(heads: Sequence[str], rows: Iterable[str]) -> str:
    """A table of finished rows."""
    head = "".join(f"<th>{said(name)}</th>" for name in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _row(figure: Figure) -> str:
    cells = (said(figure.name), f"{figure.mean:.3f}", bar(figure), f"{figure.low:.3f}–{figure.high:.3f}")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in (*cells, str(figure.questions))) + "</tr>"


def _difference(each: Difference) -> str:
    sure = ' class="sure"' if each.p < SURE else ""
    return (
        f"<tr><td>{said(each.name)}</td><td>{each.ours:.3f}</td><td>{each.theirs:.3f}</td>"
        f"<td{sure}>{each.ours - each.theirs:+.3f}</td><td>{each.low:+.3f} to {each.high:+.3f}</td>"
        f"<td{sure}>{each.p:.3f}</td></tr>"
    )


def _share(name: str, count: int, total: int) -> str:
    told = f"{name.replace('_', ' ')}: {count} of {total}"
    return f'<i class="{said(name)}" style="width:{100 * count / total:.2f}%" title="{said(told)}"></i>'


def _quotes(texts: Iterable[str]) -> str:
    return "".join(f"<blockquote>{said(text)}</blockquote>" for text in texts)


def _place(outcome: str) -> int:
    order = ("answered", "mentioned", "ask_prescriber", "not_in_leaflets", "not_a_question", "unavailable")
    return order.index(outcome)

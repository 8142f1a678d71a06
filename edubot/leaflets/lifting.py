"""Words lifted out of a passage, with what they hang on."""

from dataclasses import replace

from edubot.leaflets.leaning import leads_on, leans, opening_with, speaks_on
from edubot.leaflets.notes import is_bare, mark_of, marks_in, parted, together
from edubot.leaflets.sentences import whole_sentences
from edubot.leaflets.surroundings import without_marks
from edubot.leaflets.tables import BAR
from edubot.model import Context, LiftedWords, Passage, Side, Span

NOT_ALONE = "its words mean what they mean only in their place in the leaflet"
"""Why words are not lifted out of which it cannot be told what they hang on."""


def lifted(passage: Passage, mark: Span) -> LiftedWords | None:
    """The sentences of a passage that a mark lies in, to be quoted alone; None where they cannot be.

    With them come the line over their list, the sentence that they lean on ("However, …"), and one that turns them
    round.

    Args:
        mark: offsets into the passage's text.
    """
    context = _context(passage, mark)
    if context is None or context.leads is None:
        return None
    if BAR in passage.text[context.span.start - passage.start : context.span.end - passage.start]:
        return None
    text, span = passage.text, Span(context.span.start - passage.start, context.span.end - passage.start)
    held = list(whole_sentences(text, span))
    marked = [place for place, each in enumerate(held) if each.overlaps(mark)]
    if not marked:
        return None
    words = [each.of(text) for each in held]
    first, last = marked[0], marked[-1]
    while first and leans(words[first], words[first - 1]):
        first -= 1
    while last + 1 < len(held) and speaks_on(words[last + 1], words[last], words[marked[-1] + 1 : last + 1]):
        last += 1
    before = context.before if first == 0 else ""
    after = context.after if last + 1 == len(held) else ""
    run = " ".join(part for part in (before, text[held[first].start : held[last].end], after) if part)
    opened_by: tuple[str, ...] = ()
    for place, sentence in enumerate(words[:first]):
        opened_by = opening_with(sentence, opened_by, is_first=place == 0)
    leads = dict.fromkeys((*context.leads, *opened_by))
    shown = (*(lead for lead in leads if lead not in run), run)
    below = _below(context, "\n".join((*passage.heading, *shown)))
    return None if below is None else LiftedWords(_path(passage, leads), (*shown, *below))


def side_of(passage: Passage, span: Span) -> Side:
    """What a passage says in a range of its leaflet's text, as a side of a disagreement."""
    inside = Span(span.start - passage.start, span.end - passage.start)
    quote = lifted(passage, inside)
    words, left_out = (inside.of(passage.text), "") if quote else ("", NOT_ALONE)
    return Side(passage.source.id, words, span.start, span.end, quote, left_out, page=passage.page)


def joined(one: tuple[Context, ...], other: tuple[Context, ...]) -> tuple[Context, ...]:
    """The contexts of two passages that stand side by side; where the second goes on with a paragraph, as one."""
    if not one or not other or other[0].opens:
        return one + other
    begun, going_on = one[-1], other[0]
    whole = replace(
        begun,
        span=Span(begun.span.start, going_on.span.end),
        leads=None if going_on.leads is None else begun.leads,
        after=going_on.after,
        below=together((*parted(begun.below), *parted(going_on.below))),
    )
    return (*one[:-1], whole, *other[1:])


def may_be_joined(one: Passage, other: Passage) -> bool:
    """Whether a passage hangs on nothing but what the one before it hangs on, or says.

    A line that reads as a heading stands over passages, never in one; and after a list no passage goes on as if it
    still hung on the list's line.
    """
    if not one.contexts or not other.contexts:
        return one.contexts == other.contexts
    last, first = one.contexts[-1].leads or (), other.contexts[0].leads or ()
    new = first[len(last) :]
    said = all(not leads_on(lead) and without_marks(lead) in without_marks(one.text) for lead in new)
    return not other.contexts[0].opens or (first[: len(last)] == last and said)


def parts_of(passage: Passage) -> list[Span]:
    """The paragraphs and list items of a passage, as offsets into its text."""
    spans = [context.span for context in passage.contexts] or [Span(passage.start, passage.end)]
    return [Span(span.start - passage.start, span.end - passage.start) for span in spans]


def _context(passage: Passage, mark: Span) -> Context | None:
    """The context that a whole mark stands in."""
    start, end = passage.start + mark.start, passage.start + mark.end
    return next((each for each in passage.contexts if each.span.start <= start and end <= each.span.end), None)


def _below(context: Context, shown: str) -> list[str] | None:
    """What stands below a list, and the notes of the marks that are shown; None where one leads to no note."""
    marks = marks_in(shown)
    pieces = [piece for piece in parted(context.below) if not mark_of(piece) or mark_of(piece) in marks]
    return None if any(map(is_bare, pieces)) else [piece for piece in pieces if piece not in shown]


def _path(passage: Passage, leads: dict[str, None]) -> tuple[str, ...]:
    """The headings over a passage, without those that are quoted as lead lines; the name of its list item last."""
    quoted = {without_marks(lead) for lead in leads}
    path = [heading for heading in passage.heading if not leads_on(heading) or without_marks(heading) not in quoted]
    label = without_marks(passage.label)
    named = not label or any(lead.startswith(label) for lead in quoted)
    return (*path, *([] if named else [passage.label]))

"""Notes under a text, and the marks in it that lead there: "Take two at night.*" and "* Not with weak kidneys."."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from edubot.leaflets.raised import RAISED, raised
from edubot.model import Block, Leaflet, Section, Span

GAP = "\n\n"
"""Parts the notes of some words from one another, and from what stands below their list; no paragraph holds it."""
_FIGURES = rf"[{RAISED}]{{1,2}}"
_BRACKETED = r"\[\^\w{1,12}\]|\[\d{1,2}\]|\(\d{1,2}\)"
_SIGN = rf"(?:(?<!\*)\*{{1,3}}(?!\*)|[†‡§]{{1,3}}|{_FIGURES}|{_BRACKETED})"
_EXPONENT = r"(?<!10)(?<!\bm)(?<!\dm)(?<![cdkmµ/]m)"
RAISED_BEHIND = re.compile(rf"{_EXPONENT}{_FIGURES}")
"""Raised figures that are no exponents."""
_BEHIND = re.compile(
    rf"(?<=[\w.,;:!?)\]”\"'’%{RAISED}])(?:{_EXPONENT}{_FIGURES}|(?<=[\w.])\(\d{{1,2}}\)|(?!{_FIGURES}|\(){_SIGN})(?!\w)"
    r"|(?<=\w )(?:(?<!\*)\*{1,3}(?!\*)|[†‡§]|\[\d{1,2}\])(?=[.,;)]|\s*\Z)"
)
"""A mark right behind a word or a stop, or before a stop; the exponent in "m²" is none."""
_WHOLE_SIGN = re.compile(rf"{_SIGN}:?")
_OPENS = re.compile(rf"[ \t]*(?P<sign>{_SIGN}):?(?P<space>[ \t]*)(?=[^\W_]|[“\"'‘(])")
_FIGURE_OPENS = re.compile(r"[ \t]*(?P<sign>\d{1,2})[ \t]+(?=[A-Z])")
_LINE = re.compile(r"^", re.MULTILINE)
_STARS = re.compile(r"(?<!\*)\*{1,3}(?!\*)")
_MAY_MARK = re.compile(rf"[*†‡§{RAISED}]|\[\^?\w|\(\d")


@dataclass(frozen=True)
class Sign:
    """A mark in a text, or at the head of a note."""

    mark: str
    section: int
    span: Span
    """The mark; of a note, all of it."""
    block: Block


class Notes:
    """Tells of one leaflet which of its words carry a mark, and what the notes with these marks say."""

    def __init__(self, leaflet: Leaflet) -> None:
        self._text = leaflet.text
        may_mark = _MAY_MARK.search(leaflet.text)
        self._marks = list(_marks(leaflet)) if may_mark else []
        self._notes = list(_notes(leaflet)) if may_mark else []
        self._own: dict[int, set[str]] = {}
        for note in self._notes:
            self._own.setdefault(note.block.span.start, set()).add(note.mark)
        self._used = {sign.mark for sign in self._marks}

    def under(self, section: int, words: str) -> tuple[str, ...]:
        """The notes of the marks in some words of a section; for a mark of which none is surely the note, it alone."""
        return tuple(self._note(mark, section) for mark in marks_in(words) if self._holds(mark))

    def marked_by(self, block: Block) -> list[Sign]:
        """The marks that lead to the notes in a block."""
        own = self._own.get(block.span.start, ())
        return [sign for sign in self._marks if sign.mark in own] if own else []

    def without_note(self) -> list[Sign]:
        """The marks that lead to no note, or to more than one."""
        return [sign for sign in self._marks if self._holds(sign.mark) and not self._found(sign.mark, sign.section)]

    def without_mark(self) -> list[Sign]:
        """The notes to which no mark leads."""
        return [note for note in self._notes if note.mark not in self._used and not note.mark.startswith(("[", "("))]

    def _holds(self, mark: str) -> bool:
        """Whether a mark leads to a note: a figure in brackets with which none begins may name a book."""
        bracketed = mark.startswith(("(", "[")) and not mark.startswith("[^")
        return mark in self._used and not (bracketed and all(note.mark != mark for note in self._notes))

    def _note(self, mark: str, section: int) -> str:
        found = self._found(mark, section)
        return found.span.of(self._text).strip() if found else mark

    def _found(self, mark: str, section: int) -> Sign | None:
        """The one note with a mark in a section, else in the leaflet."""
        alike = [note for note in self._notes if note.mark == mark]
        near = [note for note in alike if note.section == section] or alike
        return near[0] if len(near) == 1 else None


def marks_in(words: str) -> tuple[str, ...]:
    """All that may be marks in some words, each once; a sign that makes words bold may be among them."""
    return tuple(dict.fromkeys(found[0] for found in _BEHIND.finditer(words)))


def mark_of(note: str) -> str:
    """The mark that a note begins with; empty where it does with none."""
    found = _OPENS.match(note) or _FIGURE_OPENS.match(note) or _WHOLE_SIGN.fullmatch(note)
    return raised((found.groupdict().get("sign") or found[0]).strip()) if found else ""


def parted(below: str) -> list[str]:
    """What stands below some words, piece by piece."""
    return [piece for piece in below.split(GAP) if piece]


def together(pieces: Iterable[str]) -> str:
    """Pieces that stand below some words, as one."""
    return GAP.join(dict.fromkeys(filter(None, pieces)))


def is_bare(piece: str) -> bool:
    """Whether it is a mark of which nobody knows what it leads to."""
    return bool(_WHOLE_SIGN.fullmatch(piece))


def _blocks(leaflet: Leaflet) -> Iterator[tuple[int, Section, int, Block]]:
    for number, section in enumerate(leaflet.sections):
        for place, block in enumerate(section.blocks):
            yield number, section, place, block


def _marks(leaflet: Leaflet) -> Iterator[Sign]:
    for number, _, _, block in _blocks(leaflet):
        words = block.span.of(leaflet.text)
        closing = _closing(words)
        for found in _BEHIND.finditer(words):
            if found.start() not in closing:
                yield Sign(found[0], number, _inside(block, found.start(), found.end()), block)


def _closing(words: str) -> set[int]:
    """Where stars stand that end what stars began: they set words apart and mark nothing."""
    opened: list[str] = []
    closing: set[int] = set()
    for found in _STARS.finditer(words):
        before, after = words[found.start() - 1 : found.start()], words[found.end() : found.end() + 1]
        if found[0] in opened and before.strip():
            del opened[opened.index(found[0]) :]
            closing.add(found.start())
        elif not (before and (before.isalnum() or before in ".,;:!?)”\"'’")) and after.strip(" .,;"):
            opened.append(found[0])
    return closing


def _notes(leaflet: Leaflet) -> Iterator[Sign]:
    for number, section, place, block in _blocks(leaflet):
        words = block.span.of(leaflet.text)
        before = _before(leaflet.text, block)
        begun: list[tuple[str, int]] = []
        if _WHOLE_SIGN.fullmatch(before) and not _is_listed(leaflet.text, before, section.blocks, place):
            begun.append((before.rstrip(":"), -_reach(leaflet.text, block)))
        for line in _LINE.finditer(words):
            own = _opening(words, line.start(), may_be_figure=line.start() == 0 or bool(begun))
            if own and not (line.start() == 0 and begun):
                begun.append((own, line.start()))
        for each, (mark, start) in enumerate(begun):
            end = begun[each + 1][1] if each + 1 < len(begun) else len(words)
            yield Sign(raised(mark), number, Span(block.span.start + start, block.span.start + end), block)


def _opening(words: str, at: int, may_be_figure: bool) -> str:
    """The mark with which a note begins at a place; stars that only set words apart are none."""
    found = _OPENS.match(words, at) or (_FIGURE_OPENS.match(words, at) if may_be_figure else None)
    if not found:
        return ""
    sign = found["sign"]
    if (
        sign.startswith("*")
        and not found["space"]
        and any(sign == each[0] for each in _STARS.finditer(words, found.end()))
    ):
        return ""
    return sign


def _before(text: str, block: Block) -> str:
    """What stands before a block on its line: the mark of an item."""
    return text[text.rfind("\n", 0, block.span.start) + 1 : block.span.start].strip()


def _reach(text: str, block: Block) -> int:
    """How many characters before a block its mark begins."""
    begin = text.rfind("\n", 0, block.span.start) + 1
    line = text[begin : block.span.start]
    return len(line.lstrip())


def _is_listed(text: str, mark: str, blocks: Sequence[Block], place: int) -> bool:
    """Whether a star is the mark of an item among others."""
    beside = [*blocks[max(place - 1, 0) : place], *blocks[place + 1 : place + 2]]
    return mark == "*" and any(_before(text, block) == mark for block in beside)


def _inside(block: Block, start: int, end: int) -> Span:
    return Span(block.span.start + start, block.span.start + end)

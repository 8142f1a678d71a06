"""The selectors of style sheets that can be told from a page as it is saved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edubot.leaflets.web.grid import Element

_NAME = r"-?[^\W\d][\w-]*"
_ATTRIBUTE = rf"\[\s*({_NAME})\s*(?:=\s*[\"']?([\w-]*)[\"']?\s*)?\]"
_PART = re.compile(rf"[.#]{_NAME}|{_ATTRIBUTE}")
_COMPOUND = re.compile(rf"(\*|{_NAME})?((?:{_PART.pattern})*)")
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
_ANY_COMBINATOR = re.compile(r"\s*[>+~]\s*|\s+")
_OTHER_PART = re.compile(r"::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?|\[[^\[\]]*\]")
_NOT_AT_REST = re.compile(r"::|:(?:before|after|first-line|first-letter|hover|focus|active|visited|target)\b")
"""Of what is no element of the page, or is hidden only while somebody points at it."""


@dataclass(frozen=True)
class _Compound:
    """What one element must be."""

    tag: str
    """Empty for any."""
    id: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str | None], ...]

    def matches(self, element: Element) -> bool:
        """Whether an element is so."""
        return (
            self.tag in ("", element.tag)
            and all(element.get("id") == name for name in self.id)
            and (not self.classes or set(self.classes) <= set(element.get("class", "").split()))
            and all(name in element.attrib and value in (None, element.get(name)) for name, value in self.attributes)
        )


@dataclass(frozen=True)
class Selector:
    """Says which elements a rule is about."""

    last: _Compound
    above: tuple[tuple[bool, _Compound], ...]
    """What stands over it, the nearest first; whether that must be right above."""

    @property
    def weight(self) -> tuple[int, int, int]:
        """By which one rule is stronger than another: ids, classes, tags."""
        every = [self.last, *(compound for _, compound in self.above)]
        return (
            sum(len(one.id) for one in every),
            sum(len(one.classes) + len(one.attributes) for one in every),
            sum(bool(one.tag) for one in every),
        )

    def matches(self, element: Element) -> bool:
        """Whether a rule with it is about an element."""
        return self.last.matches(element) and _stands_under(element, self.above)


def selector(written: str) -> Selector | None:
    """The selector that was written so; None where the page alone does not tell what it is about."""
    pieces = _COMBINATOR.split(written.strip())
    compounds = [_compound(piece) for piece in pieces[::2]]
    known = [compound for compound in compounds if compound]
    if len(known) < len(compounds):
        return None
    straight = [sign == ">" for sign in pieces[1::2]]
    return Selector(known[-1], tuple(zip(straight[::-1], known[-2::-1], strict=True)))


class Elements:
    """The elements of a page, found by what a selector says of them."""

    def __init__(self, tree: Element) -> None:
        """Look at each once."""
        self.all = [element for element in tree.iterdescendants() if isinstance(element.tag, str)]
        self._named: dict[str, list[Element]] = {}
        for element in self.all:
            classes = (f".{name}" for name in dict.fromkeys(element.get("class", "").split()))
            for name in (element.tag, f"#{element.get('id', '')}", *classes):
                self._named.setdefault(name, []).append(element)

    def of(self, found: Selector) -> Iterator[Element]:
        """Those that a selector is about."""
        return filter(found.matches, self._candidates(found.last))

    def may_be(self, written: str) -> bool:
        """Whether one that has words may be what a selector is about that cannot be told."""
        if _NOT_AT_REST.search(written) and ":not(" not in written:
            return False
        last = _compound(_OTHER_PART.sub("", _ANY_COMBINATOR.split(written.strip())[-1]) or "*")
        found = self.all if last is None else filter(last.matches, self._candidates(last))
        return any(any(map(str.strip, element.itertext())) for element in found)

    def _candidates(self, last: _Compound) -> list[Element]:
        names = (*(f"#{name}" for name in last.id), *(f".{name}" for name in last.classes), last.tag)
        name = next(filter(None, names), "")
        return self._named.get(name, []) if name else self.all


def _compound(written: str) -> _Compound | None:
    found = _COMPOUND.fullmatch(written)
    if not found or not written:
        return None
    parts = list(_PART.finditer(found.group(2)))
    names = [part.group() for part in parts]
    return _Compound(
        tag=(found.group(1) or "").lower().replace("*", ""),
        id=tuple(name[1:] for name in names if name.startswith("#")),
        classes=tuple(name[1:] for name in names if name.startswith(".")),
        attributes=tuple((part.group(1), part.group(2)) for part in parts if part.group(1)),
    )


def _stands_under(element: Element, above: tuple[tuple[bool, _Compound], ...]) -> bool:
    """Whether what must stand over an element does."""
    reached = {0}
    for over in element.iterancestors() if above else ():
        going_on = set()
        for place in reached:
            is_straight, compound = above[place]
            if compound.matches(over):
                going_on.add(place + 1)
            if not is_straight:
                going_on.add(place)
        if len(above) in going_on:
            return True
        reached = going_on
    return not above

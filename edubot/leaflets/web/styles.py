"""What the `<style>` elements of a page hide or strike out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edubot.leaflets.reading import counted
from edubot.leaflets.web.grid import Element
from edubot.leaflets.web.selectors import Elements, selector

_NOISE = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")
_IN_STRING = re.compile(r"[{};:,>+~\s]")
_BRACE = re.compile(r"[{}]")
_NEVER_MET = ("noscript", "svg", "template", "math")
_ALWAYS = re.compile(r"\s*@(?:media\s+(?:only\s+)?(?:screen|all)|layer\b.*|supports\b.*)\s*", re.DOTALL | re.IGNORECASE)
"""What holds wherever the page is read; what holds on some screens alone is shown on others."""
_LINES = re.compile(r"text-decoration(?:-line)?")
_HIDES = {
    "display": re.compile(r"^none\b"),
    "visibility": re.compile(r"^(?:hidden|collapse)\b"),
    "line": re.compile(r"\bline-through\b"),
}
_Weight = tuple[bool, bool, tuple[int, int, int], int]
"""What is important before what is not, an element's own style before a rule, then by selector and order."""
_Held = dict[str, tuple[_Weight, bool]]
_Said = dict[str, tuple[bool, bool]]
"""By property: whether it hides or strikes out, and whether it is said to be important."""


def told_untold(rules: int, files: int = 0) -> tuple[str, ...]:
    """What an educator is told of so many rules and files of rules that cannot be told: ends of sentences."""
    may = "by which words shown here may be hidden or struck out on the page"
    told = {
        f"has {counted(rules, 'rule')} of style {may}": rules,
        f"names {counted(files, 'file')} of styles {may}": files,
    }
    return tuple(sentence for sentence, count in told.items() if count)


@dataclass(frozen=True)
class Hidden:
    """What a page does not show, or shows struck out."""

    elements: tuple[Element, ...]
    untold: int
    """Rules of which it cannot be told whether they hide or strike out words of the page."""
    unread: int
    """Files of rules that the page names."""


def hidden_by_style(tree: Element) -> Hidden:
    """The elements that the page's own rules, or an element's own style, hide or strike out."""
    ruled: dict[Element, _Held] = {}
    untold = 0
    elements = Elements(tree)
    for order, (written, said) in enumerate(_rules(tree)):
        found = selector(written)
        if found is None:
            is_hiding = any(hides for hides, _ in said.values())
            untold += is_hiding and elements.may_be(written)
        else:
            for element in elements.of(found):
                _note(ruled.setdefault(element, {}), said, False, found.weight, order)
    for element in elements.all:
        if element.get("style"):
            _note(ruled.setdefault(element, {}), _said(element.get("style")), True)
    hidden = (element for element, held in ruled.items() if any(hides for _, hides in held.values()))
    named = (link for link in tree.iter("link") if "stylesheet" in link.get("rel", "").lower().split())
    return Hidden(tuple(hidden), untold, sum(_is_met(link) for link in named))


def _note(held: _Held, said: _Said, is_own: bool, weight: tuple[int, int, int] = (0, 0, 0), order: int = 0) -> None:
    """What was said with more weight, or later with the same, holds."""
    for name, (hides, is_important) in said.items():
        now = (is_important, is_own, weight, order)
        if name not in held or held[name][0] <= now:
            held[name] = (now, hides)


def _rules(tree: Element) -> Iterator[tuple[str, _Said]]:
    """Each selector of the page, with what its rule says of what is shown."""
    for style in tree.iter("style"):
        if _is_met(style):
            sheet = _STRING.sub(lambda found: _IN_STRING.sub("_", found.group()), _NOISE.sub(" ", style.text or ""))
            yield from _of_sheet(sheet)


def _is_met(rules: Element) -> bool:
    """Whether rules hold where the page is read, and not on paper alone."""
    media = str(rules.get("media", "")).strip().lower()
    return media in ("", "all", "screen") and next(rules.iterancestors(*_NEVER_MET), None) is None


def _of_sheet(sheet: str) -> Iterator[tuple[str, _Said]]:
    for prelude, block in _blocks(sheet):
        if _ALWAYS.fullmatch(prelude):
            yield from _of_sheet(block)
        elif not prelude.lstrip().startswith("@"):
            said = _said(block)
            if said:
                yield from ((written.strip(), said) for written in prelude.split(","))


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost pair of braces, and in it."""
    depth, begin, opened = 0, 0, 0
    for brace in _BRACE.finditer(sheet):
        if brace.group() == "{":
            opened = opened if depth else brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                prelude = sheet[begin : opened - 1].rpartition(";")[2]
                yield prelude, sheet[opened : brace.start()]
                begin = brace.end()


def _said(declarations: str) -> _Said:
    said: _Said = {}
    for declaration in declarations.split(";"):
        name, colon, value = (part.strip().lower() for part in declaration.partition(":"))
        name = "line" if _LINES.fullmatch(name) else name
        if colon and name in _HIDES:
            said[name] = bool(_HIDES[name].search(value)), "!" in value
    return said

"""Numbers as leaflets write them: what could mean two things is worth nothing, rather than the wrong thing."""

import re
import unicodedata

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORTH = {
    **{word: value for value, word in enumerate(_ONES + _TEENS, start=1)},
    **{word: value * 10 for value, word in enumerate(_TENS, start=2)},
}
_GREAT = r"(?:hundred|thousand|million)s?"
"""Words of which no number is read: with what stands around them, they would be half a number."""
_POINTS = ".,·∙⋅"
"""Between the whole of a number and its parts."""
_SPACES = "\u00a0\u2009\u202f"
"""A blank that keeps together what stands around it, thin blanks."""
_MARKS = f".,'’ {_SPACES}"
"""Between thousands."""
_FRACTIONS = "¼½¾"
_MOST_DIGITS = 12
"""Of a number that is read."""
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s‐‑-]{{1,3}}(?:{'|'.join(_ONES)})(?!\w))?|{'|'.join(_TEENS + _ONES)})(?!\w)"

NUMBER = (
    rf"(?<![\w.])(?:\d*+[{_FRACTIONS}]|\d++(?:[{_POINTS}'’{_SPACES}/⁄]\d++|[ ]\d{{3}}(?!\d))*+"
    rf"|{_SMALL}|{_GREAT}(?!\w)(?:\s{{1,2}}(?:and\s{{1,2}})?{_SMALL})?)"
)
"""All of a number, so that no part of one is taken for the whole; case is to be ignored."""
_NO_DIGIT = re.compile(r"\D")
_BETWEEN_WORDS = re.compile(r"\W+")


def value(number: str) -> float | None:
    """What a number is worth; None where that is in doubt, or more than is read."""
    if number[-1] in _FRACTIONS:
        whole = value(number[:-1]) if number[:-1] else 0.0
        return None if whole is None else whole + unicodedata.numeric(number[-1])
    return _of_digits(number) if number[0].isdecimal() else _of_words(number)


def _of_words(number: str) -> float | None:
    words = _BETWEEN_WORDS.split(number.lower())
    return float(sum(_WORTH[word] for word in words)) if all(word in _WORTH for word in words) else None


def _of_digits(number: str) -> float | None:
    groups, marks = _NO_DIGIT.split(number), _NO_DIGIT.findall(number)
    if sum(map(len, groups)) > _MOST_DIGITS:
        return None
    if not marks:
        return float(number)
    *whole, parts = groups
    as_parts = marks[-1] in _POINTS and marks[-1] not in marks[:-1] and _are_thousands(whole, marks[:-1])
    as_thousands = _are_thousands(groups, marks)
    if as_parts and marks == [","]:
        as_parts = not parts.endswith("0") or whole == ["0"]  # nobody writes 1,500 for 1,5, but 0,50 for 0,5
    if as_parts and as_thousands and marks == ["."]:
        as_thousands = parts.endswith("0")  # nobody writes 3.125 for thousands where 3.12 would be parts
    if as_parts is as_thousands or (" " in marks and not any(group.startswith("0") for group in groups[1:])):
        return None  # neither, or either; "2 500 mg tablets" may be two of 500 mg, but nothing is 000 mg
    return float("".join(groups)) if as_thousands else float(f"{''.join(whole)}.{parts}")


def _are_thousands(groups: list[str], marks: list[str]) -> bool:
    """Whether marks part a whole number into thousands; one without marks is whole too."""
    first, *others = groups
    if not marks:
        return True
    well_formed = all(len(group) == 3 for group in others) and len(first) <= 3 and first[0] != "0"  # noqa: PLR2004
    return well_formed and set(marks) == {marks[0]} and marks[0] in _MARKS

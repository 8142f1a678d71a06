"""Where steps stand among the words of a message."""

from collections.abc import Iterable, Iterator, Sequence

from edubot.patterns.phrases import Phrase
from edubot.patterns.steps import NUMBER, Choice, Gap, Maybe, Step, Steps
from edubot.patterns.text import LETTERS, STOP, Words


def places_of(phrase: Phrase, words: Words) -> Iterator[tuple[int, int]]:
    """Where a phrase stands: each place where it can begin, and the farthest where it then ends."""
    starts = {place for key in phrase.keys & words.keys for place in words.places[key]}
    for start in starts if phrase.keys else range(len(words)):
        end = max(_ends(phrase.steps, words, start), default=start)
        if end > start:
            yield start, end


def _ends(steps: Steps, words: Words, start: int) -> set[int]:
    """Where steps can end of which the first begins at `start`."""
    places = {start}
    for step in steps:
        if isinstance(step, str):
            places = {place + 1 for place in places if _stands(step, words, place)}
        else:
            places = {end for place in places for end in _after(step, words, place)}
        if not places:
            break
    return places


def _options(step: Choice, word: str) -> Sequence[Steps]:
    """The options that a word may begin."""
    held = step.by_beginning
    options = held.by_first.get(word, ())
    if held.by_letters:
        for letters in range(1, LETTERS + 1):
            options += held.by_letters.get(word[:letters], ())
    return options + held.others if held.others else options


def _after(step: Step, words: Words, place: int) -> Iterable[int]:
    """Where one step can end that begins at `place`."""
    if isinstance(step, Choice):
        return _held_ends(step, words, place)
    if isinstance(step, Maybe):
        return {place, *_after(step.step, words, place)}
    if isinstance(step, Gap):
        ends = [place]
        while len(ends) <= step.most and ends[-1] < len(words) and words[ends[-1]] != STOP:
            ends.append(ends[-1] + 1)
        return ends
    return (place + 1,) if _stands(step, words, place) else ()


def _held_ends(step: Choice, words: Words, start: int) -> set[int]:
    """Where a choice can end, looked up once in these words."""
    if start >= len(words):
        return set()
    held = words.ends.get((step, start))
    if held is None:
        options = _options(step, words[start])
        held = words.ends[step, start] = {end for option in options for end in _ends(option, words, start)}
    return held


def _stands(step: str, words: Words, place: int) -> bool:
    """Whether a word that fits stands at `place`."""
    return place < len(words) and words[place] != STOP and _fits(step, words[place])


def _fits(step: str, word: str) -> bool:
    if step == NUMBER:
        return word[0].isdigit() and word[-1].isdigit()
    return word == step or (step[-1] == "*" and word.startswith(step[:-1]))

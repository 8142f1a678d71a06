"""The commands of the line-by-line chat, on one page, from which its help is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from edubot.answering import Refusal, outlines
from edubot.errors import EdubotError
from edubot.model import Answer
from edubot.plain.sitting import RENUMBERED, Sitting
from edubot.plain.spoken import numbered, welcome
from edubot.preferences import preferences_file
from edubot.remarks import Remark, add_remark, remarks_file
from edubot.rendering import said
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.rendering.as_text import one_line
from edubot.rendering.marks import drawn
from edubot.saving import collect, place_named, proposed_name, save

NO_PASSAGE = "There is no passage of that number. Ask a question first; its passages are numbered."
NO_LEAFLET = "No leaflet is open. Type /source or /topics first."


@dataclass(frozen=True)
class Command:
    """What stands behind a slash."""

    takes: str
    """What is typed behind its name."""
    does: str
    run: Callable[[Sitting, str], str]
    reads: bool = False
    """Whether it gives words of leaflets, which must still be in use then."""

    def said(self, sitting: Sitting, typed: str) -> str:
        """What it comes to, after a word on leaflets that went out of use; a number meant before that counts no more.

        Raises:
            EdubotError: nobody can tell which leaflets are in use, or one cannot be read.
        """
        gone = sitting.heed() if self.reads else []
        if RENUMBERED in gone and self.takes.startswith("NUMBER"):
            return "\n\n".join(gone)
        return "\n\n".join([*gone, self.run(sitting, typed)])


def _help(sitting: Sitting, _: str) -> str:  # noqa: ARG001  as every command
    named = {name: f"/{name} {command.takes}".strip() for name, command in COMMANDS.items()}
    told = [f"{named[name]}: {command.does}." for name, command in COMMANDS.items()]
    return "\n".join(["COMMANDS", "Anything else that you type is a question.", *told])


def _warnings(sitting: Sitting, _: str) -> str:
    return sitting.warnings_in_full()


def _country(sitting: Sitting, _: str) -> str:
    return said.whose_numbers(sitting.guardrail, preferences_file())


def _ask(sitting: Sitting, typed: str) -> str:
    number = _number(typed, len(sitting.offered))
    if number is None:
        return "There is no suggested question of that number."
    question = sitting.offered[number - 1]
    return f"YOU: {question}\n\n{sitting.answer(question)}"


def _source(sitting: Sitting, typed: str) -> str:
    number = _number(typed or "1", len(sitting.hits))
    if number is None:
        return NO_PASSAGE
    passage = sitting.hits[number - 1].passage
    beside = tuple(hit for hit in sitting.hits if hit.passage.source == passage.source)
    return sitting.read(passage.source.id, passage.start, beside) or said.NOT_READABLE


def _more(sitting: Sitting, _: str) -> str:
    return _turned(sitting, 1, "This is the end of the leaflet.")


def _back(sitting: Sitting, _: str) -> str:
    return _turned(sitting, -1, "This is the beginning of the leaflet.")


def _turned(sitting: Sitting, pages: int, otherwise: str) -> str:
    if sitting.pages is None:
        return NO_LEAFLET
    return sitting.page() if sitting.pages.turn(pages) else otherwise


def _find(sitting: Sitting, typed: str) -> str:
    if sitting.pages is None:
        return NO_LEAFLET
    if not typed:
        return "Type what to find behind /find."
    return sitting.page() if sitting.pages.find(typed) else f"Found nowhere in this leaflet: {one_line(typed)}."


def _topics(sitting: Sitting, typed: str) -> str:
    if typed:
        number = _number(typed, len(sitting.headings))
        if number is None:
            return "There is no topic of that number. Type /topics for the list."
        return sitting.read(*sitting.headings[number - 1]) or said.NOT_READABLE
    listed = outlines(sitting.now)
    if not listed:
        return said.NOTHING_TO_READ
    lines: list[str] = []
    sitting.headings = []
    for source, headings in listed:
        sitting.headings.append((source.id, 0))
        lines.append(f"Leaflet: {drawn(source.title)}")
        for heading in headings:
            sitting.headings.append((source.id, heading.place))
            lines.append(" › ".join(heading.path))
    return sitting.under_warnings(numbered("TOPICS (type /topics and a number to read there)", lines))


def _quote(sitting: Sitting, typed: str) -> str:
    number = _number(typed or "1", len(sitting.hits))
    return sitting.under_warnings(passage_as_markdown(sitting.hits[number - 1])) if number else NO_PASSAGE


def _history(sitting: Sitting, typed: str) -> str:
    if typed:
        number = _number(typed, len(sitting.answers))
        return sitting.again(number) if number else "There is no question of that number."
    if not sitting.answers:
        return said.NOTHING_ASKED
    asked = [one_line(answer.question) or "(nothing asked)" for answer in sitting.answers]
    return numbered("YOU ASKED (type /history and a number to hear an answer again)", asked)


def _add(sitting: Sitting, typed: str) -> str:
    if not collect(sitting.sheet, typed, sitting.asked):
        return "Type a question behind /add, or ask one first."
    return f"On your sheet: {len(sitting.sheet)}. /sheet shows it, /save keeps it."


def _sheet(sitting: Sitting, _: str) -> str:
    if not sitting.sheet:
        return "Your sheet for your prescriber is empty. /add puts a question on it."
    return numbered("QUESTIONS FOR MY PRESCRIBER", [one_line(question) for question in sitting.sheet])


def _drop(sitting: Sitting, typed: str) -> str:
    number = _number(typed, len(sitting.sheet))
    if number is None:
        return "There is no question of that number on your sheet."
    return f"Taken off: {one_line(sitting.sheet.pop(number - 1))}"


def _save(sitting: Sitting, typed: str) -> str:
    answers: list[Answer] = []
    try:
        gone = sitting.heed()
        answers = sitting.answers
    except EdubotError as problem:  # nobody can tell which passages are in use; the sheet holds none
        gone = [str(problem)]
    if not answers and not sitting.sheet:
        return "\n\n".join([*gone, said.NOTHING_TO_SAVE])
    told, _ = save(place_named(typed or proposed_name()), answers, sitting.sheet, sitting.guardrail, sitting.titles)
    return "\n\n".join([*gone, told])


def _wrong(sitting: Sitting, typed: str) -> str:
    first, _, words = typed.partition(" ")
    number = _number(first, len(sitting.hits))
    if number is None:
        return NO_PASSAGE
    file = remarks_file()
    add_remark(file, Remark(sitting.hits[number - 1].passage, words))
    return f"Noted in {file} on this machine, for you to hand to your educator. Not sent."


def _rebuild(sitting: Sitting, _: str) -> str:
    gone = sitting.follow()
    if not isinstance(sitting.now, Refusal):
        told = said.NOTHING_TO_BUILD
    elif sitting.mend is None or not sitting.now.mended_by_building:
        told = said.NOT_MENDED_SO
    else:
        try:
            sitting.sit_at(sitting.mend())
            told = sitting.under_warnings(welcome(sitting.desk, sitting.offered))
        except EdubotError as problem:
            told = sitting.under_warnings(f"The index was not built. {problem} /rebuild tries again.")
    return "\n\n".join([*gone, told])


def _number(typed: str, most: int) -> int | None:
    """A number from 1 to `most` as somebody typed it."""
    typed = typed.strip()
    if not typed.isascii() or not typed.isdigit() or len(typed) > len(str(most)):
        return None
    return int(typed) if 1 <= int(typed) <= most else None


COMMANDS: Mapping[str, Command] = {
    "help": Command("", "this list", _help),
    "warnings": Command("", "both warnings in full", _warnings),
    "country": Command("", "whose numbers the warnings give, and how to choose", _country),
    "ask": Command("NUMBER", "ask a suggested question", _ask),
    "source": Command("NUMBER", "read a passage in its whole leaflet", _source, reads=True),
    "more": Command("", "go on in the leaflet", _more, reads=True),
    "back": Command("", "go back in the leaflet", _back, reads=True),
    "find": Command("WORDS", "find words in the leaflet", _find, reads=True),
    "topics": Command("[NUMBER]", "list the leaflets by their headings, or read at one", _topics, reads=True),
    "quote": Command("NUMBER", "a passage with its source, to copy", _quote, reads=True),
    "history": Command("[NUMBER]", "list what you asked, or hear an answer again", _history, reads=True),
    "add": Command("[QUESTION]", "put a question, else your latest, on the sheet for your prescriber", _add),
    "sheet": Command("", "the sheet", _sheet),
    "drop": Command("NUMBER", "take a question off the sheet", _drop),
    "save": Command("[FILE]", "save this sitting with your sheet; .md, .html or .pdf chooses the form", _save),
    "rebuild": Command("", "build the index again where it cannot be opened; it takes a minute or two", _rebuild),
    "wrong": Command("NUMBER WORDS", "note that a passage is wrong or unclear", _wrong, reads=True),
}
"""By what is typed behind the slash."""

"""The conversation, a message and a reply at a time."""

from collections.abc import Callable

from edubot.answering import Answering, Refusal
from edubot.errors import EdubotError, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.plain.commands import COMMANDS
from edubot.plain.keyboard import Keyboard
from edubot.plain.sitting import Sitting
from edubot.plain.spoken import numbered
from edubot.rendering.as_text import short_warnings
from edubot.rendering.marks import drawn
from edubot.settings import LONGEST_QUESTION

PROMPT = "Your question: "
LEAVING = ("/quit", "/exit", "quit", "exit")
HOW = "Type a question and press Enter. /help lists the commands, /quit leaves. Nothing is kept unless you save it."
CLOSED = "The leaflets cannot be opened, so no question can be answered from them. The two warnings hold without them."
EMPTY = "There are no leaflets here yet. Put leaflets into a folder and run: edubot build FOLDER."
TITLES_NAMED = 12
"""Leaflets named at the start; of more, only the number."""


def talk(guardrail: Guardrail, open_assistant: Callable[[], Answering], keyboard: Keyboard, notice: str = "") -> int:
    """Talk until the person leaves; returns the exit status.

    Args:
        open_assistant: may take seconds, may raise an `EdubotError`.
        notice: what the person should be told first, such as settings that could not be read.
    """
    _say(short_warnings(guardrail.warnings, guardrail.policy))
    if notice:
        _say(notice)
    desk = _opened(guardrail, open_assistant)
    sitting = Sitting(desk)
    if desk.guardrail.warnings != guardrail.warnings:
        _say(short_warnings(desk.guardrail.warnings, desk.guardrail.policy))
    _say(_welcome(desk))
    while True:
        try:
            message = keyboard.message(PROMPT)
            if message is None or message.strip().lower() in LEAVING:
                break
            _say(reply(sitting, message))
        except KeyboardInterrupt:
            _say("Nothing is lost. To leave, type /quit and press Enter.")
    _say("You have left edubot.")
    return IndexUnusable.exit_status if isinstance(desk, Refusal) else 0


def reply(sitting: Sitting, message: str) -> str:
    """What is said to a message; whatever goes wrong is said too, and the sitting goes on."""
    message = message.encode("utf-8", errors="replace").decode().strip()
    name, _, rest = message[1:].partition(" ") if message.startswith("/") else ("", "", "")
    command = COMMANDS.get(name.lower()) if name else COMMANDS["help"] if message == "?" else None
    try:
        if command:
            return command.said(sitting, rest.strip())
        answer = sitting.answer(message)
    except EdubotError as problem:
        return sitting.under_warnings(str(problem))
    except Exception as error:  # the last net: the sitting must go on, under its warnings
        return sitting.under_warnings(f"edubot failed inside ({type(error).__name__}: {error}).")
    if len(message) > LONGEST_QUESTION:
        answer += f"\n\nThe leaflets were searched for the first {LONGEST_QUESTION:,} characters of your message."
    if message.startswith("/") or message.lower() == "help":
        answer += "\n\nIf you meant a command: /help lists them."
    return answer


def _opened(guardrail: Guardrail, open_assistant: Callable[[], Answering]) -> Answering:
    try:
        return open_assistant()
    except EdubotError as refused:
        return Refusal(guardrail, str(refused))
    except Exception as error:  # the last net: a chat without leaflets still says its warnings
        return Refusal(guardrail, f"The leaflets could not be opened ({type(error).__name__}: {error}).")


def _welcome(desk: Answering) -> str:
    if isinstance(desk, Refusal):
        return f"{CLOSED}\n{desk.problem}\n{HOW}"
    if not desk.sources:
        return f"{EMPTY}\n{HOW}"
    titles = [f"- {source.citation}" for source in desk.sources[:TITLES_NAMED]]
    others = len(desk.sources) - TITLES_NAMED
    more = [f"- and {others} more"] if others > 0 else []
    told = ["Your questions are answered from:", *titles, *more]
    if desk.suggestions:
        told += ["", numbered("YOU COULD ASK (type /ask and a number)", desk.suggestions)]
    return "\n".join([*told, "", HOW])


def _say(text: str) -> None:
    print(f"\n{drawn(text)}\n", flush=True)

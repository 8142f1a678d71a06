"""The conversation, a message and a reply at a time."""

from collections.abc import Callable

from edubot.answering import Answering, Rebuild, Refusal
from edubot.errors import IndexUnusable, in_a_sentence
from edubot.guardrail.guardrail import Guardrail
from edubot.plain.commands import COMMANDS
from edubot.plain.desks import Desks
from edubot.plain.keyboard import Keyboard
from edubot.plain.sitting import Sitting
from edubot.plain.spoken import welcome
from edubot.rendering.as_text import short_warnings
from edubot.rendering.marks import drawn
from edubot.settings import LONGEST_QUESTION

PROMPT = "Your question: "
LEAVING = ("/quit", "/exit", "quit", "exit")


def talk(
    guardrail: Guardrail,
    open_assistant: Callable[[], Answering],
    keyboard: Keyboard,
    notice: str = "",
    rebuild: Rebuild | None = None,
    stamp: Callable[[], object] = lambda: None,
) -> int:
    """Talk until the person leaves; returns the exit status.

    Args:
        open_assistant: may take seconds, may raise an `EdubotError`.
        notice: what the person should be told first, such as settings that could not be read.
        rebuild: builds an index again that cannot be opened; None where that is not to be offered.
        stamp: gives something else whenever another version of the leaflets was put in use.
    """
    _say(short_warnings(guardrail.warnings, guardrail.policy))
    if notice:
        _say(notice)
    desks = Desks(guardrail, open_assistant, rebuild, stamp)
    desk = desks.opened()
    sitting = Sitting(desk, desks.mended if rebuild else None, desks.renewed)
    if desk.guardrail.warnings != guardrail.warnings:
        _say(short_warnings(desk.guardrail.warnings, desk.guardrail.policy))
    _say(welcome(desk, sitting.offered, rebuild is not None))
    while True:
        try:
            message = keyboard.message(PROMPT)
            if message is None or message.strip().lower() in LEAVING:
                break
            _say(reply(sitting, message))
        except KeyboardInterrupt:
            _say("Nothing is lost. To leave, type /quit and press Enter.")
    _say("You have left edubot.")
    return IndexUnusable.exit_status if isinstance(sitting.desk, Refusal) else 0


def reply(sitting: Sitting, message: str) -> str:
    """What is said to a message; whatever goes wrong is said too, and the sitting goes on."""
    message = message.encode("utf-8", errors="replace").decode().strip()
    name, _, rest = message[1:].partition(" ") if message.startswith("/") else ("", "", "")
    command = COMMANDS.get(name.lower()) if name else COMMANDS["help"] if message == "?" else None
    try:
        if command:
            return "\n\n".join([*sitting.help_for(rest), command.said(sitting, rest.strip())])
        answer = sitting.answer(message)
    except Exception as error:  # the last net: the sitting must go on, under its warnings
        return sitting.under_warnings(in_a_sentence(error))
    if len(message) > LONGEST_QUESTION:
        answer += f"\n\nThe leaflets were searched for the first {LONGEST_QUESTION:,} characters of your message."
    if message.startswith("/") or message.lower() == "help":
        answer += "\n\nIf you meant a command: /help lists them."
    return answer


def _say(text: str) -> None:
    print(f"\n{drawn(text)}\n", flush=True)

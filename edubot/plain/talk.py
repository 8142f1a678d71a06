"""The conversation, a message and a reply at a time."""

from collections.abc import Callable
from functools import partial

from edubot.answering import Answering, Rebuild, Refusal, Step
from edubot.errors import EdubotError, IndexMissing, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.plain.commands import COMMANDS
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
    stamped = stamp()
    desk = _opened(guardrail, open_assistant)

    def renewed() -> Answering | None:
        nonlocal stamped
        now = stamp()
        if now == stamped:
            return None
        if now is None:
            raise IndexMissing("The index that was open is not in use any more", "Build it again")
        found = open_assistant()
        stamped = now
        return found

    sitting = Sitting(desk, partial(_mended, rebuild, open_assistant) if rebuild else None, renewed)
    if desk.guardrail.warnings != guardrail.warnings:
        _say(short_warnings(desk.guardrail.warnings, desk.guardrail.policy))
    _say(welcome(desk, rebuild is not None))
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
        return Refusal(guardrail, str(refused), mended_by_building=refused.mended_by_building)
    except Exception as error:  # the last net: a chat without leaflets still says its warnings
        return Refusal(guardrail, f"The leaflets could not be opened ({type(error).__name__}: {error}).")


def _mended(rebuild: Rebuild, open_assistant: Callable[[], Answering]) -> Answering:
    """The desk over an index that is built again; each stage is told once, in a line of its own."""
    stages: set[str] = set()

    def hear(step: Step) -> None:
        if step.stage not in stages:
            stages.add(step.stage)
            print(f"{step.stage}…", flush=True)

    for told in rebuild(hear):
        print(f"Left out: {told}", flush=True)
    return open_assistant()


def _say(text: str) -> None:
    print(f"\n{drawn(text)}\n", flush=True)

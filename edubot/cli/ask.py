"""`edubot ask`: one answer."""

import sys
from collections.abc import Mapping

from edubot.address import Place
from edubot.cli.batch import answer_batch
from edubot.cli.opening import open_desk, own_country
from edubot.cli.output import print_json, tell
from edubot.errors import BadInput, EdubotError, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Outcome
from edubot.policy import Policy
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_text import answer_as_text
from edubot.settings import country_setting, named_index


def run_ask(question: str | None, as_json: bool, batch: str | None, index: Place | None, country: str | None) -> int:
    """Print an answer, or those of a batch; returns the exit status. A refusal is an answer too, with its warnings."""
    if sys.stdout is None:
        tell("Standard output is closed, so that no warning could be shown: leave it open.")
        return BadInput.exit_status
    try:
        return _answered(question, as_json, batch, index, country)
    except EdubotError as problem:
        refuse(question or "", str(problem), as_json or batch is not None, country)
        tell(problem)
        return problem.exit_status


def refuse(question: str, problem: str, as_json: bool, country: str | None = None) -> None:
    """Print why there is no answer, with the help that a message calls for and both warnings."""
    guardrail = Guardrail.load(country_setting(country) or own_country(country)[0])
    _show(guardrail.unavailable(_as_typed(question), problem), guardrail.policy, as_json, {})


def _answered(question: str | None, as_json: bool, batch: str | None, index: Place | None, country: str | None) -> int:
    if batch is not None and question is not None:
        raise BadInput("A question and --batch were both given", "Give one of the two")
    if batch is None and question is None:
        question = _read_question()
    desk = open_desk(country, named_index(index), tell)
    if batch is not None:
        return answer_batch(desk, batch)
    titles = {source.id: source.title for source in desk.sources}
    answer = desk.ask(_as_typed(question or ""))
    _show(answer, desk.guardrail.policy, as_json, titles)
    if answer.outcome is not Outcome.UNAVAILABLE:
        return 0
    tell(answer.problem or answer.message)
    return IndexUnusable.exit_status


def _show(answer: Answer, policy: Policy, as_json: bool, titles: Mapping[str, str]) -> None:
    if as_json:
        print_json(answer_as_json(answer))
    else:
        print(answer_as_text(answer, policy, titles), end="")


def _as_typed(question: str) -> str:
    """A question as UTF-8, also from a command line that a locale of few letters could not read."""
    try:
        return question.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    except UnicodeEncodeError:  # half of a surrogate pair that stands for no byte
        return question.encode("utf-8", errors="replace").decode()


def _read_question() -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        print("Your question: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip()
    return sys.stdin.buffer.read().decode("utf-8", errors="replace").strip()

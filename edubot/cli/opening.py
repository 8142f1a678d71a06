"""From `--index` to something that answers, whether the index can be used or not."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from edubot.address import Place
from edubot.errors import BadInput, EdubotError, IndexMissing, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer
from edubot.settings import country_setting, default_index

if TYPE_CHECKING:
    from edubot.assistant import Assistant


def guardrail_for(country: str | None) -> Guardrail:
    """The guardrail for a country; every country's numbers where none is named.

    Raises:
        BadInput: the policy has no form for that country.
    """
    country = country_setting(country)
    guardrail = Guardrail.load(country)
    known = guardrail.policy.countries
    if country and known and country.upper() not in known:
        raise BadInput(f"There are no warnings written for {country!r}", f"Name one of {', '.join(known)}, or none")
    return guardrail


class Desk:
    """Answers questions, or says why it cannot; the warnings are there from the start."""

    def __init__(self, guardrail: Guardrail, assistant: "Assistant | None", problem: EdubotError | None) -> None:
        self.guardrail = guardrail
        self.problem = problem
        """Why no question can be answered; None when all is well."""
        self._assistant = assistant

    @classmethod
    def open(cls, country: str | None, index: Place | None) -> "Desk":
        """A desk over the named index; without a name over the default one, built first where there is none.

        The rules are read while the encoder opens: neither waits for the other.

        Raises:
            BadInput: the policy has no form for that country.
        """
        with ThreadPoolExecutor(max_workers=1) as beside:
            return cls._over(beside.submit(guardrail_for, country).result, index)

    @classmethod
    def _over(cls, guardrail: Callable[[], Guardrail], index: Place | None) -> "Desk":
        try:
            from edubot.assistant import Assistant

            if index is None and default_index_is_missing():
                from edubot.cli.build import build_with_progress

                build_with_progress()
            assistant = Assistant.open(index or default_index(), guardrail)
            return cls(assistant.guardrail, assistant, None)
        except EdubotError as problem:
            return cls(guardrail(), None, problem)
        except Exception as error:  # the last net: the person must still see the warnings
            broken = IndexUnusable(f"edubot cannot open ({type(error).__name__}: {error})", "Set it up again")
            return cls(guardrail(), None, broken)

    @property
    def titles(self) -> dict[str, str]:
        """The leaflets' titles, by id; none where they cannot be read, which the answer says itself."""
        try:
            return {source.id: source.title for source in self._assistant.sources} if self._assistant else {}
        except EdubotError:
            return {}

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """An answer, of outcome `unavailable` where the index cannot be used."""
        if self._assistant is None:
            return self.guardrail.unavailable(question, str(self.problem), history)
        return self._assistant.ask(question, history)


def default_index_is_missing() -> bool:
    """Whether no index was ever built where the default one belongs; a damaged one is not missing."""
    from edubot.index.versions import IndexFolder

    try:
        return not IndexFolder(default_index()).current
    except IndexMissing:
        return True
    except IndexUnusable:
        return False

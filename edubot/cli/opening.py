"""From `--index` to something that answers, whether the index can be used or not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from edubot.address import Place
from edubot.answering import Answering, opened
from edubot.errors import BadInput, IndexMissing, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.settings import country_setting, default_index


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


def open_desk(country: str | None, index: Place | None) -> Answering:
    """What answers from the named index; without a name from the default one, built first where there is none.

    The rules are read while the encoder opens: neither waits for the other.

    Raises:
        BadInput: the policy has no form for that country.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        guardrail = beside.submit(guardrail_for, country).result
        return opened(guardrail, lambda: _assistant(guardrail, index))


def _assistant(guardrail: Callable[[], Guardrail], index: Place | None) -> Answering:
    from edubot.assistant import Assistant

    if index is None and default_index_is_missing():
        from edubot.cli.build import build_with_progress

        build_with_progress()
    return Assistant.open(index or default_index(), guardrail)


def default_index_is_missing() -> bool:
    """Whether no index was ever built where the default one belongs; a damaged one is not missing."""
    from edubot.index.versions import IndexFolder

    try:
        return not IndexFolder(default_index()).current
    except IndexMissing:
        return True
    except IndexUnusable:
        return False

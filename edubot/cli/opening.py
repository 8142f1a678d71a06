"""From `--index` to something that answers, whether the index can be used or not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from edubot.address import Place
from edubot.answering import Answering, opened
from edubot.errors import BadInput, IndexMissing, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.preferences import preferences_file, preferred_country
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


def preferred_guardrail(option: str | None, preferred: str | None) -> tuple[Guardrail, str]:
    """The guardrail for the country that was named, else for the one that the person prefers.

    Returns:
        also a sentence where there are no warnings for what they prefer; then every country's numbers are given.

    Raises:
        BadInput: the policy has no form for the country that was named.
    """
    named = country_setting(option)
    try:
        return guardrail_for(named or preferred), ""
    except BadInput as problem:
        if named:
            raise
        return guardrail_for(None), f"In {preferences_file()}: {problem}"


def own_country(option: str | None) -> tuple[str | None, str]:
    """The country in the person's settings where none was named, and a sentence where it cannot be read."""
    return (None, "") if country_setting(option) else preferred_country(preferences_file())


def open_desk(country: str | None, index: Place | None, tell: Callable[[str], None]) -> Answering:
    """What answers from the named index; without a name from the default one, built first where there is none.

    The rules are read while the encoder opens: neither waits for the other.

    Args:
        tell: hears what is wrong with the person's settings.

    Raises:
        BadInput: the policy has no form for that country.
    """
    preferred, unread = own_country(country)
    with ThreadPoolExecutor(max_workers=1) as beside:
        ready = beside.submit(preferred_guardrail, country, preferred)
        desk = opened(lambda: ready.result()[0], lambda: _assistant(lambda: ready.result()[0], index))
    for notice in (unread, ready.result()[1]):
        if notice:
            tell(notice)
    return desk


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

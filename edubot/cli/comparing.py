"""What a build changed, against the version that was in use before."""

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from edubot.changes import Changes, changes
from edubot.cli.build_report import Fallen, Lost
from edubot.errors import BadInput, IndexUnusable
from edubot.evaluation.evidence import Quote, standing
from edubot.index.build import BuildReport
from edubot.index.store import Store
from edubot.index.versions import IndexFolder


def compared(
    folder: IndexFolder, report: BuildReport, quotes: Sequence[Quote] | None, missing: Mapping[str, BadInput]
) -> tuple[Changes | None, Lost | None, tuple[str, ...], tuple[Fallen, ...]]:
    """What changed, which gold evidence is gone, which leaflets stay out of use, and which fell out of use.

    Args:
        quotes: of gold questions; None where nobody asks for them.
        missing: why files could not be used, by name.
    """
    with _store(folder, report.version) as after, _store(folder, report.before) as before:
        assert after, "a version that was just built is there"
        out_of_use = folder.withdrawals.ids() & {source.id for source in after.leaflets()}
        lost = None if quotes is None else Lost(len(quotes), _gone(quotes, before, after))
        held = before.leaflets() if before else []
        fallen = tuple(
            Fallen(source.id, source.file, str(missing[source.file])) for source in held if source.file in missing
        )
        return changes(before, after) if before else None, lost, tuple(sorted(out_of_use)), fallen


def _gone(quotes: Sequence[Quote], before: Store | None, after: Store) -> tuple[Quote, ...]:
    stood: Collection[Quote] = standing(quotes, before) if before else quotes
    stands = standing(quotes, after)
    return tuple(quote for quote in quotes if quote in stood and quote not in stands)


@contextlib.contextmanager
def _store(folder: IndexFolder, version: str | None) -> Iterator[Store | None]:
    """The store of a version; None where there is no such version, or it is of another edubot."""
    found = None
    if version:
        with contextlib.suppress(IndexUnusable):
            folder.manifest(version)
            found = Store(folder.store(version))
    try:
        yield found
    finally:
        if found:
            found.close()

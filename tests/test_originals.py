"""What the three original texts come to: by the general rules alone, and with our curation.

No sentence of an original is repeated here: places are line numbers, and a claim is named by a few of its words.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from edubot.index.ledger import Account, ledger
from edubot.index.passages import passages, searchable
from edubot.leaflets.curation_file import curations_by_hash
from edubot.leaflets.folder import Library
from edubot.leaflets.lines import lines
from edubot.leaflets.sentences import sentences
from edubot.model import Leaflet, Reason, Span
from edubot.settings import ChunkerSettings, bundled_originals

GUIDE, ARTICLE, ISOTROIN = "original-softgel-guide", "original-web-article", "original-isotroin-article"

Held = list[tuple[int, tuple[int, ...], Reason]]
"""Line, which of its sentences, and why."""

BY_RULE: Mapping[str, Held] = {
    GUIDE: [(72, (1,), Reason.IMPRINT), (76, (1, 2), Reason.IMPRINT)],
    ARTICLE: [
        (1, (1,), Reason.SEO_TITLE),
        (3, (1,), Reason.SITE_BOILERPLATE),
        (5, (4,), Reason.SALES_LINK),
        (161, (1,), Reason.COMMENT_FORM),
        (163, (1, 2), Reason.COMMENT_FORM),
    ],
    ISOTROIN: [],
}
BY_PERSON: Mapping[str, Held] = {
    GUIDE: [(70, (1, 2), Reason.MARKETING)],
    ARTICLE: [
        (27, (3,), Reason.REVIEW_BASED),
        (35, (1,), Reason.REVIEW_BASED),
        (77, (4,), Reason.UNSAFE_CLAIM),
        (152, (1,), Reason.UNSAFE_CLAIM),
        (157, (1, 2, 3), Reason.USER_REVIEWS),
        (159, (1, 2, 3, 4), Reason.USER_REVIEWS),
    ],
    ISOTROIN: [],
}
NEVER_SHOWN = (
    (ARTICLE, 5, "buy-accutane-online-usa"),  # U1
    (ARTICLE, 159, "independently adjust the dosage"),  # U2
    (ARTICLE, 152, "Oral contraceptives containing progesterone"),  # U3
    (ARTICLE, 77, "outweigh the benefits"),  # U4
    (ARTICLE, 157, "Opinions about the drug"),  # U5
    (ARTICLE, 159, "result at a low cost"),  # U5
    (ARTICLE, 1, "analogues, indications and reviews"),
    (ARTICLE, 3, "training, proper nutrition"),
    (ARTICLE, 27, "written in the reviews"),
    (ARTICLE, 35, "Judging by the reviews"),
    (ARTICLE, 157, "users ironically say"),
    (ARTICLE, 161, "Leave a Reply"),
    (ARTICLE, 163, "Required fields are marked"),
    (GUIDE, 70, "gamechanging solution"),  # U16
    (GUIDE, 70, "transformative treatment"),  # U16
    (GUIDE, 72, "Manufactured in India"),
    (GUIDE, 76, "Cafoli Lifecare"),
    (GUIDE, 76, "Trademark Applied"),
)
KEPT = (
    (ARTICLE, 5, "popularity among dermatologists"),
    (ARTICLE, 5, "eliminates pathology"),
    (ARTICLE, 27, "renewal and healing"),
    (ARTICLE, 77, "contraindicated during pregnancy"),
    (ARTICLE, 77, "zygote and blastocyst"),
    (ARTICLE, 150, "weakens the action of progesterone"),
    (ARTICLE, 154, "likelihood of sunburn"),
    (GUIDE, 31, "causes severe birth defects"),
    (GUIDE, 32, "suicidal thoughts"),
    (GUIDE, 70, "healthcare professional"),
    (ISOTROIN, 9, "effective contraception"),
    (ISOTROIN, 25, "severe birth defects"),
)


def originals(seeds: Path, curated: bool) -> dict[str, Leaflet]:
    """The originals by their curation's id, read with our curation or by the general rules alone."""
    names = {matches: curation.id for matches, curation in curations_by_hash(bundled_originals()).items()}
    library = Library.at(seeds, bundled_originals() if curated else None)
    return {str(names[leaflet.source.sha256]): leaflet for leaflet in library}


def line_span(leaflet: Leaflet, number: int) -> Span:
    """The words of a line, counted from one."""
    start = sum(len(line) + 1 for line in leaflet.text.split("\n")[: number - 1])
    return next(line.content for line in lines(leaflet.text) if line.content.start >= start)


def characters(leaflet: Leaflet, held: Held) -> dict[int, Reason]:
    """Every character in the sentences that are held back, white space aside, with its reason."""
    found: dict[int, Reason] = {}
    for number, which, reason in held:
        whole = list(sentences(leaflet.text, line_span(leaflet, number)))
        for sentence in (whole[one - 1] for one in which):
            found |= dict.fromkeys(worded(leaflet, sentence), reason)
    return found


def quarantined(leaflet: Leaflet) -> dict[int, Reason]:
    """Every character that is kept from patients, white space aside, with its reason."""
    return {place: mark.reason for mark in leaflet.quarantined for place in worded(leaflet, mark.span)}


def worded(leaflet: Leaflet, span: Span) -> list[int]:
    """The places in a span that are no white space."""
    return [place for place in range(span.start, span.end) if not leaflet.text[place].isspace()]


@pytest.mark.parametrize("name", BY_RULE)
def test_general_rules_alone_keep_back_spam_and_nothing_else(seeds: Path, name: str) -> None:
    """Without curation: sales link, comment form, imprint and the site's own words; every other sentence stays."""
    leaflet = originals(seeds, curated=False)[name]
    assert quarantined(leaflet) == characters(leaflet, BY_RULE[name])


@pytest.mark.parametrize("name", BY_RULE)
def test_our_curation_adds_what_takes_judgement_and_nothing_else(seeds: Path, name: str) -> None:
    """With curation: also reviews, praise and unsafe claims, sentence by sentence with their reason."""
    leaflet = originals(seeds, curated=True)[name]
    assert quarantined(leaflet) == characters(leaflet, [*BY_RULE[name], *BY_PERSON[name]])


@pytest.mark.parametrize("curated", [False, True], ids=["rules alone", "with curation"])
@pytest.mark.parametrize("name", BY_RULE)
def test_each_original_is_accounted_for_to_the_character(seeds: Path, name: str, curated: bool) -> None:
    """Passages, headings, quarantine and layout make up the whole file."""
    leaflet = originals(seeds, curated)[name]
    entries = ledger(leaflet, list(passages(leaflet, ChunkerSettings())))
    assert "".join(entry.span.of(leaflet.text) for entry in entries) == leaflet.text
    held_back = [entry for entry in entries if entry.account is Account.QUARANTINED]
    assert [(entry.span, entry.reason) for entry in held_back] == [
        (mark.span, mark.reason) for mark in leaflet.quarantined
    ]


@pytest.mark.parametrize(("name", "number", "words"), NEVER_SHOWN)
def test_what_must_never_be_shown_is_in_nothing_a_patient_sees(seeds: Path, name: str, number: int, words: str) -> None:
    """The claim stands in the original, and in no passage, context, gap or title of it."""
    leaflet = originals(seeds, curated=True)[name]
    assert words in line_span(leaflet, number).of(leaflet.text)
    for passage in passages(leaflet, ChunkerSettings()):
        assert words not in searchable(passage)
        assert words not in passage.text
        assert words not in (passage.gap or "")
    assert words not in leaflet.source.citation


@pytest.mark.parametrize(("name", "number", "words"), KEPT)
def test_what_stands_beside_it_is_still_shown(seeds: Path, name: str, number: int, words: str) -> None:
    """The clinical sentences around what is kept back are in passages."""
    leaflet = originals(seeds, curated=True)[name]
    line = line_span(leaflet, number)
    found = [passage for passage in passages(leaflet, ChunkerSettings()) if line.start <= passage.start < line.end]
    assert any(words in passage.text for passage in found)


def test_a_lost_heading_is_put_back(seeds: Path) -> None:
    """What follows the double gap in the article is not told as a side effect of the skin."""
    leaflet = originals(seeds, curated=True)[ARTICLE]
    start = line_span(leaflet, 140).start
    (found,) = (passage for passage in passages(leaflet, ChunkerSettings()) if passage.start == start)
    assert found.heading == ("Monitoring and precautions",)


def test_without_curation_the_lost_heading_is_at_least_not_replaced(seeds: Path) -> None:
    """By the general rules alone that text stands under no heading rather than under a wrong one."""
    leaflet = originals(seeds, curated=False)[ARTICLE]
    start = line_span(leaflet, 140).start
    (found,) = (passage for passage in passages(leaflet, ChunkerSettings()) if passage.start == start)
    assert found.heading == ()

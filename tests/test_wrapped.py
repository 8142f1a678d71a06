"""A leaflet wrapped at a column, and one of lists, asked as patients ask: built with the real encoder."""

from pathlib import Path

import pytest

from edubot.assistant import Assistant
from edubot.index.build import build_index
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.leaflets.folder import Library
from edubot.model import Answer, Outcome
from edubot.rendering.answer_line import answer_line
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_text import answer_as_text

WRAPPED = """\
Isotretinoin capsules

Alcohol

You should avoid alcohol during the whole of your treatment. It is not
safe to drink alcohol while you take the capsules.

Blood

While you are being treated, and for one month after the last dose, do not
give blood at a blood bank. Ask your doctor about it.
"""
LISTED = """\
# Isotretinoin capsules

## During treatment

While you take isotretinoin, and for one month afterwards, you must not:

- give blood at a blood bank
- drink alcohol in any amount
- share your capsules with other people
"""


def _asked(folder: Path, name: str, text: str, question: str) -> tuple[Answer, str]:
    """The answer of a library of one leaflet, and the same in plain lines."""
    leaflets = folder / "leaflets"
    leaflets.mkdir()
    (leaflets / name).write_text(text, encoding="utf-8")
    (leaflets / name).with_suffix(".toml").write_text('drug = "isotretinoin"\n', encoding="utf-8")
    build_index(Library.at(leaflets, None), folder / "index", SentenceEncoder())
    assistant = Assistant.open(folder / "index")
    answer = assistant.ask(question)
    return answer, answer_as_text(answer, assistant.guardrail.policy)


def test_a_wrapped_sentence_is_quoted_from_its_beginning(tmp_path: Path) -> None:
    """“safe to drink alcohol” stands in the leaflet, and is not what the leaflet says."""
    question = "is it safe to drink alcohol on isotretinoin?"
    answer, shown = _asked(tmp_path, "wrapped.txt", WRAPPED, question)
    assert answer.outcome is Outcome.ANSWERED
    assert "It is not safe to drink alcohol while you take the capsules.” [1]" in (answer_line(answer) or "")
    assert "“safe to drink" not in shown
    (start, end), *_ = answer_as_json(answer)["passages"][0]["highlights"]
    assert answer.hits[0].passage.text[start:end].split()[:3] == ["It", "is", "not"]


def test_a_list_item_is_quoted_after_the_line_over_its_list(tmp_path: Path) -> None:
    """“drink alcohol in any amount” alone reads as leave to do so."""
    answer, shown = _asked(tmp_path, "listed.md", LISTED, "is it ok to drink alcohol on isotretinoin?")
    lead = "While you take isotretinoin, and for one month afterwards, you must not:"
    assert answer_line(answer) == f"Under During treatment: “{lead} … drink alcohol in any amount” [1]"
    assert f"ANSWER\nUnder During treatment: “{lead} … drink" in shown


@pytest.mark.parametrize("question", ["can i breastfeed?", "Can I take it if I have diabetes?"])
def test_sides_of_the_bundled_leaflets_stand_after_their_lead_lines(assistant: Assistant, question: str) -> None:
    """The one that names who must not take it is a list; each of its items alone says nothing of that."""
    answer = assistant.ask(question)
    shown = answer_as_text(answer, assistant.guardrail.policy)
    told = [side.quote for found in answer.disagreements for side in found.sides if side.quote]
    listed = [quote for quote in told if quote.pieces[-1] in ("The period of breastfeeding.", "Diabetes.")]
    assert listed
    for quote in listed:
        said = f"Isotretinoin is not recommended for people in these cases: … {quote.pieces[-1]}”"
        assert f"under When isotretinoin is contraindicated: “{said}" in shown

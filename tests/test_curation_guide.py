"""`docs/curation.md` is true: every example loads, every problem is told as it says, and no key is left out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from edubot.checking.ids_in_use import ids_in_use
from edubot.errors import CurationInvalid
from edubot.leaflets.curation import MOST_WORDS, Curation
from edubot.leaflets.folder import Library
from edubot.model import Leaflet, Reason
from edubot.policy import read_policy
from edubot.settings import POLICY_FILE
from edubot.topics import bundled_topics
from tests.conftest import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "curation.md").read_text(encoding="utf-8")
LEAFLET = next(iter(re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL)))
EXAMPLES = re.findall(r"```toml\n([^`]*)```\n(?!\n```told)", GUIDE)
PROBLEMS = re.findall(r"```toml\n([^`]*)```\n\n```told\n([^`]*)```", GUIDE)


def read(folder: Path, toml: str) -> Leaflet:
    """The guide's leaflet with a curation beside it."""
    (folder / "leaf.txt").write_text(LEAFLET, encoding="utf-8")
    (folder / "leaf.toml").write_text(toml, encoding="utf-8")
    (leaflet,) = Library.at(folder, None, known=ids_in_use())
    return leaflet


def models(annotation: object) -> Iterator[type[BaseModel]]:
    """The tables that a key may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in getattr(annotation, "__args__", ()):
        yield from models(inside)


@pytest.mark.parametrize("toml", EXAMPLES)
def test_every_example_loads(tmp_path: Path, toml: str) -> None:
    """Beside the guide's leaflet; it names topics and corrections that there are."""
    leaflet = read(tmp_path, toml)
    corrections = read_policy(POLICY_FILE).corrections
    assert {objection.correction for objection in leaflet.objections} <= set(corrections)
    assert {stance.topic for stance in leaflet.stances} <= {topic.id for topic in bundled_topics()}


@pytest.mark.parametrize(("toml", "told"), PROBLEMS)
def test_every_problem_is_told_as_the_guide_says(tmp_path: Path, toml: str, told: str) -> None:
    """Sentence by sentence, with the line and the mend."""
    with pytest.raises(CurationInvalid) as caught:
        read(tmp_path, toml)
    found = [str(problem).replace(f"{tmp_path}/", "") for problem in (caught.value, *caught.value.also)]
    assert found == told.splitlines()


def test_the_guide_shows_every_key() -> None:
    """Each key of each table stands in an example."""
    shown = "\n".join(EXAMPLES)
    for name, field in Curation.model_fields.items():
        tables = list(models(field.annotation))
        assert re.search(rf"^(\[+{name}\]+|{name} = )", shown, re.MULTILINE), name
        for table in tables:
            written = "\n".join(re.findall(rf"^\[+{name}\]+\n((?:.+\n)*)", shown, re.MULTILINE))
            for key, inside in table.model_fields.items():
                assert re.search(rf"^{inside.alias or key} = ", written, re.MULTILINE), f"{name}.{key}"


def test_the_guide_names_every_reason_and_every_figure() -> None:
    """As the program has them."""
    assert re.findall(r"^\| `([\w-]+)` \|", GUIDE, re.MULTILINE) == [reason.value for reason in Reason]
    assert f"no quote in them is longer than {MOST_WORDS} words" in GUIDE
    assert len(EXAMPLES) > 14
    assert len(PROBLEMS) > 9

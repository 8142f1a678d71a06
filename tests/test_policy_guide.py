"""docs/policies.md is true: it names every key and value that a policy needs, and what it shows can be read."""

import re
import tomllib
from pathlib import Path

import pytest

from edubot.errors import PolicyInvalid
from edubot.model import AlertKind, Outcome, WarningTopic
from edubot.policy import PHRASES, read_policy
from edubot.settings import GENERAL_POLICY_FILE
from tests.conftest import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "policies.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


def own(folder: Path, warning: str) -> Path:
    """The policy for any drug under another drug's name, with this in the place of its first warning."""
    text = GENERAL_POLICY_FILE.read_text(encoding="utf-8").replace('drug = ""', 'drug = "metformin"')
    before, _, rest = text.partition("[[warning]]")
    _, _, rest = rest.partition("[[warning]]")
    path = folder / "metformin.toml"
    path.write_text(f"{before}{warning}\n[[warning]]{rest}", encoding="utf-8")
    return path


def test_a_copy_with_the_guides_warning_is_a_policy(tmp_path: Path) -> None:
    """As it stands there."""
    policy = read_policy(own(tmp_path, EXAMPLE))
    assert policy.drug == "metformin"
    assert policy.warnings_for(None)[0].id == tomllib.loads(EXAMPLE)["warning"][0]["id"]


def test_the_fault_that_the_guide_shows_is_told_so(tmp_path: Path) -> None:
    """Word for word."""
    path = own(tmp_path, re.sub("line = .*\n", "", EXAMPLE))
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(path)
    told = " ".join(GUIDE.partition("    edubot: ")[2].partition("\n\n")[0].split())
    assert str(caught.value).replace(f"{tmp_path}/", "") == told


@pytest.mark.parametrize("said", [*WarningTopic, *AlertKind, *Outcome, *PHRASES])
def test_every_value_is_named(said: str) -> None:
    """Topics, kinds, outcomes and phrases."""
    assert f"`{said}`" in GUIDE

"""The restated leaflets in corpus/, each with its manifest, its reviewed list of terms and its original.

The originals are not in the repository. They are read from ../shared/seeds beside it, or from the folder
named in the environment variable EDUBOT_SEEDS. Without that folder, only the tests that need no
original are run.
"""

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
TERMS_FILE = ROOT / "tests" / "data" / "medical_terms.toml"
SEEDS = Path(os.environ.get("EDUBOT_SEEDS") or ROOT.parent / "shared" / "seeds")
IDS = ("softgel-guide", "web-article", "isotroin-article")
needs_originals = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the original leaflets are not in the repository and {SEEDS} does not exist"
)
each_leaflet = pytest.mark.parametrize("leaflet_id", IDS)
DASHES_AND_QUOTES = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2019": "'"})


@dataclass(frozen=True)
class Leaflet:
    """One restated leaflet with its manifest and, where the originals are at hand, its original."""

    leaflet_id: str
    text: str
    manifest: dict[str, Any]
    sections: dict[str, str]
    terms: list[dict[str, Any]]

    @property
    def left_out_terms(self) -> list[str]:
        """Terms and numbers that the manifest says were left out on purpose, in lower case."""
        return [tidy(term) for entry in self.manifest.get("left_out", []) for term in entry.get("terms", [])]

    @property
    def original_path(self) -> Path:
        """Where the original lies."""
        return SEEDS / str(self.manifest["original"]["file"])

    def original_lines(self) -> list[str]:
        """The lines of the original; line 1 of the file is at index 0."""
        return self.original_path.read_text(encoding="utf-8").splitlines()

    def original_part(self, entry: dict[str, Any]) -> str:
        """The lines of the original that one section restates."""
        first, last = entry["lines"]
        return "\n".join(self.original_lines()[first - 1 : last])


def tidy(text: str) -> str:
    """Lower case, bold marks removed, dashes made alike, white space collapsed."""
    text = text.lower().replace("**", "").translate(DASHES_AND_QUOTES)
    return re.sub(r"\s+", " ", text).strip()


def split_sections(markdown: str) -> dict[str, str]:
    """Text by `## ` heading, the heading included; the text under the title has the heading ''."""
    sections: dict[str, str] = {"": ""}
    heading = ""
    for line in markdown.splitlines():
        if line.startswith("# "):
            continue
        if line.startswith("## "):
            heading = line[3:].strip()
            assert heading not in sections, f"heading used twice: {heading}"
            sections[heading] = heading + "\n"
            continue
        sections[heading] += line + "\n"
    return sections


def load(leaflet_id: str) -> Leaflet:
    """Read one restated leaflet, its manifest and its reviewed list of terms."""
    text = (CORPUS / f"{leaflet_id}.md").read_text(encoding="utf-8")
    manifest = tomllib.loads((CORPUS / f"{leaflet_id}.toml").read_text(encoding="utf-8"))
    terms = tomllib.loads(TERMS_FILE.read_text(encoding="utf-8"))[leaflet_id]
    return Leaflet(leaflet_id, text, manifest, split_sections(text), terms)

"""Where things are, and the figures that decide a score."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from edubot.address import EngineAddress, Place, place

_PACKAGE = Path(__file__).parent
DATA = _PACKAGE / "data"
VOCABULARY_FILE = DATA / "vocabulary.toml"
CALIBRATION_FILE = DATA / "calibration.json"
POLICY_FILE = DATA / "policy.toml"
TRIAGE_FOLDER = DATA / "triage"
MEDICINES_FILE = DATA / "medicines.tsv"
LEAFLET_WORDS_FILE = DATA / "leaflet_words.txt"
TOPICS_FILE = DATA / "topics.toml"
GLOSSARY_FILE = DATA / "glossary.toml"
OTHER_LANGUAGES_FILE = DATA / "other_languages.toml"
GENERAL_POLICY_FILE = DATA / "policy-general.toml"
WORDING_FILE = DATA / "wording.json"
MEANING_FILE = DATA / "meaning.npz"
ADAPTER_FILE = DATA / "adapter.json"
INDEX_VARIABLE = "EDUBOT_INDEX"
POLICY_VARIABLE = "EDUBOT_POLICY"
COUNTRY_VARIABLE = "EDUBOT_COUNTRY"


def bundled_corpus() -> Path:
    """The folder of leaflets that come with edubot: inside an installed package, or beside a checkout's."""
    installed = _PACKAGE / "corpus"
    return installed if installed.is_dir() else _PACKAGE.parent / "corpus"


def bundled_originals() -> Path:
    """The folder of curations that are found by the SHA-256 of the text they are for."""
    return bundled_corpus() / "originals"


def named_index(option: Place | None) -> Place | None:
    """The index that the person named, by option or by `EDUBOT_INDEX`; None where they named none.

    Raises:
        BadInput: it begins as the address of an engine, and is none.
    """
    named = option or os.environ.get(INDEX_VARIABLE)
    return place(named) if named else None


def policy_file() -> Path:
    """The policy in use: the one that `EDUBOT_POLICY` names, or the bundled one."""
    named = os.environ.get(POLICY_VARIABLE)
    return Path(named) if named else POLICY_FILE


def country_setting(option: str | None) -> str | None:
    """The person's country, by option or by `EDUBOT_COUNTRY`; None where it is not known."""
    return option or os.environ.get(COUNTRY_VARIABLE) or None


def default_index() -> Path:
    """The index of the bundled leaflets, in a folder for this user's data."""
    from platformdirs import user_data_path

    return user_data_path("edubot") / "index"


def engine_cache(address: EngineAddress) -> Path:
    """Where files of an index in an engine are kept once they were fetched."""
    from platformdirs import user_cache_path

    return user_cache_path("edubot") / "engines" / hashlib.sha256(str(address).encode()).hexdigest()[:16]


LONGEST_QUESTION = 4000
"""Characters that are looked at; a long worried message fits, a pasted book does not."""
SCORER_VERSION = 8
"""Raised with any change in code that moves a score: how texts are cut, which words count, how signals are taken."""


@dataclass(frozen=True)
class ChunkerSettings:
    """How large a passage is."""

    enough_words: int = 15
    """A passage of fewer words takes in the next sentence of its paragraph."""
    most_words: int = 45
    """No sentence is added that would make a passage longer; a longer single sentence stays whole."""
    most_sentences: int = 3


@dataclass(frozen=True)
class FusionSettings:
    """How the two sides of retrieval become one score."""

    dense_weight: float = 0.6
    """Share of the normalised cosine; the rest is the lexical side's."""
    asking_weight: float = 0.5
    """What the sentences that ask count beside the whole message, in the vector that is searched with."""
    learned_weight: float = 0.6
    """Added for the normalised cosine of the vector that was turned towards what answers, where an adapter fits."""
    plain_share: float = 0.5
    """Of `dense_weight` that the vector as it was encoded keeps beside the turned one."""
    topic_weight: float = 0.4
    """Added for a passage whose own words speak of a topic that is asked about."""
    expansion_weight: float = 0.8
    """What a word that was added to the question counts beside one that the patient wrote."""
    field_weights: tuple[float, float, float] = (1.0, 1.0, 2.0)
    """BM25 weights of a passage's words, its headings and its leaflet's title."""
    beside_share: float = 0.75
    """Of `topic_weight`, for a passage that speaks of what goes beside the question only."""
    neighbour_weight: float = 0.5
    """In a library of many subjects: of the cosine of a passage and its neighbours together."""
    reach: int = 8
    """Passages before and after one that are its neighbours."""
    depth: int = 100
    """Candidates taken from each side."""


@dataclass(frozen=True)
class ScorerSettings:
    """Everything beside the encoder that decides how a passage scores."""

    chunker: ChunkerSettings = field(default_factory=ChunkerSettings)
    fusion: FusionSettings = field(default_factory=FusionSettings)

    def fingerprint(self, encoder: str) -> str:
        """SHA-256 that names this exact scorer: settings, vocabulary, topics, medicines, adapter and the encoder's.

        What was calibrated for one scorer says nothing for another, so an index serves only the scorer it names.
        """
        facts = {"settings": asdict(self), "encoder": encoder, "version": SCORER_VERSION}
        whole = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
        for file in (VOCABULARY_FILE, TOPICS_FILE, MEDICINES_FILE, ADAPTER_FILE):
            whole.update(file.read_bytes())
        return whole.hexdigest()

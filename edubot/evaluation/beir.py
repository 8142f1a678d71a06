"""BEIR folders: the form in which public collections come, and in which ours can leave."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from edubot.evaluation.collection import Collection, beir_file
from edubot.evaluation.judged import Qrels
from edubot.evaluation.systems import passage_id
from edubot.index.store import Store
from edubot.model import Passage

_HEADER = "query-id\tcorpus-id\tscore"


def cached_index(folder: Path) -> Path:
    """Where the index of a BEIR folder is kept: in the user's cache, under a name that its corpus decides."""
    from platformdirs import user_cache_path

    corpus = beir_file(folder, "corpus")
    with corpus.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return user_cache_path("edubot") / "evaluation" / f"{folder.resolve().name}-{digest[:16]}"


def write_beir(folder: Path, collection: Collection, qrels: Qrels, store: Store) -> None:
    """`corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; no word of the corpus that readers do not see."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    documents = _leaflets(store) if collection.by_document else _passages(store)
    _write(folder / "corpus.jsonl", (_json(document) for document in documents))
    queries = ({"_id": question.id, "text": question.text} for question in collection.scored)
    _write(folder / "queries.jsonl", (_json(query) for query in queries))
    rows = (f"{question}\t{id}\t{grade}" for question, held in qrels.items() for id, grade in held.items())
    _write(folder / "qrels" / "test.tsv", [_HEADER, *rows])


def _passages(store: Store) -> Iterator[Mapping[str, str]]:
    for source in store.leaflets():
        for passage in store.passages_of(source.id):
            id = passage_id(source.id, passage.start, passage.end)
            yield {"_id": id, "title": " › ".join((source.title, *passage.heading)), "text": passage.text}


def _leaflets(store: Store) -> Iterator[Mapping[str, str]]:
    for source in store.leaflets():
        yield {"_id": source.id, "title": source.title, "text": _text(store.passages_of(source.id))}


def _text(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _json(fields: Mapping[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)

"""Two larger public collections as `edubot build` and `edubot evaluate` read them.

    python -m scripts.larger_collections DATA FOLDER

Of each NAME_corpus.jsonl.gz with NAME_retrieval.jsonl.gz in DATA it writes leaflets.jsonl, queries.jsonl and qrels.tsv
into FOLDER/NAME, always the same bytes. Then

    python -m scripts.accuracy_page --libraries --large "Package leaflets=INDEX:queries.jsonl:qrels.tsv:leaflets.jsonl"

builds the index, asks edubot and the libraries, and fills the page.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def leaflet(row: Row) -> Row:
    """A document; its title is its product's name, where it has one, and its section's."""
    title = f"{row['product']}: {row['title']}" if "product" in row else row["title"]
    return {"_id": row["id"], "title": title, "text": row["text"]}


def query(row: Row) -> Row:
    """A question."""
    return {"_id": row["id"], "text": row["question"]}


def judgements(row: Row) -> Iterator[str]:
    """The documents that answer a question: all that are known, else the one it was made from."""
    for id in row.get("relevant_ids") or [row["answer_id"]]:
        yield f"{row['id']}\t{id}\t1"


def main() -> None:
    """Write every collection that is there."""
    data, folder = map(Path, sys.argv[1:])
    for corpus in sorted(data.glob("*_corpus.jsonl.gz")):
        name = corpus.name.partition("_")[0]
        asked = _rows(data / f"{name}_retrieval.jsonl.gz")
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        _write(place / "leaflets.jsonl", (_line(leaflet(row)) for row in _rows(corpus)))
        _write(place / "queries.jsonl", (_line(query(row)) for row in asked))
        _write(place / "qrels.tsv", (line for row in asked for line in judgements(row)))
        print(f"{place}: {len(asked)} questions")


def _rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()

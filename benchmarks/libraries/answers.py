"""Answer questions over leaflets with one library; runs in the environment of the libraries.

    python -m benchmarks.libraries.answers LIBRARY LEAFLETS QUESTIONS FOLDER

Writes a file of answers for each number of pieces, that of the library's default and ten (both libraries search
exactly, so the first of ten are what it finds when fewer are asked for):
`edubot evaluate QUESTIONS --answers FOLDER/LIBRARY-10.jsonl` scores one.
"""

import importlib
import sys
from pathlib import Path

from benchmarks.libraries.contract import Rival, answer, leaflets, questions

LIBRARIES = {"LangChain": "langchain_faiss", "txtai": "txtai_paragraphs"}
TEN = 10
"""As many pieces as edubot ranks by its reciprocal rank."""


def main() -> None:
    """Index once, then answer every question with each number of pieces."""
    library, place, asked, folder = sys.argv[1:]
    rival: Rival = importlib.import_module(f"benchmarks.libraries.{LIBRARIES[library]}").RIVAL
    search = rival.opened(leaflets(Path(place)))
    found = [(question.id, search(question.text, TEN)) for question in questions(Path(asked))]
    for most in (rival.default, TEN):
        lines = [answer(id, pieces[:most]) for id, pieces in found]
        file = Path(folder) / f"{library}-{most}.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Answer questions over leaflets with one library; runs in the environment of that library.

    python -m benchmarks.libraries.answers LIBRARY LEAFLETS QUESTIONS FOLDER

Writes a file of answers for each number of pieces, that of the library's default and ten (all libraries search
exactly, so the first of ten are what they find when fewer are asked for):
`edubot evaluate QUESTIONS --answers FOLDER/LIBRARY-10.jsonl` scores one.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.libraries.contract import answer, leaflets, questions, rival

TEN = 10
"""As many pieces as edubot ranks by its reciprocal rank."""


def main() -> None:
    """Index once, then answer every question with each number of pieces."""
    library, place, asked, folder = sys.argv[1:]
    chosen = rival(library)
    with tempfile.TemporaryDirectory() as index:
        chosen.build(leaflets(Path(place)), Path(index))
        search = chosen.opened(Path(index))
        found = [(question.id, search(question.text, TEN)) for question in questions(Path(asked))]
    for most in (chosen.default, TEN):
        lines = [answer(id, pieces[:most]) for id, pieces in found]
        file = Path(folder) / f"{library}-{most}.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

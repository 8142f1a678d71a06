"""One rival at work, as a process: what is timed from outside, and what answers many questions once it is open.

python -m benchmarks.libraries.desk RIVAL build LEAFLETS FOLDER
python -m benchmarks.libraries.desk RIVAL ask FOLDER QUESTION
python -m benchmarks.libraries.desk RIVAL serve FOLDER      lists of questions in, times and answers out
"""

import sys
from pathlib import Path

from benchmarks.libraries.contract import leaflets, rival
from benchmarks.libraries.serving import serve


def main() -> None:
    """Build, answer one question, or answer lists of them."""
    name, verb, *told = sys.argv[1:]
    chosen = rival(name)
    if verb == "build":
        folder = Path(told[1])
        folder.mkdir(parents=True, exist_ok=True)
        print(chosen.build(leaflets(Path(told[0])), folder))
        return
    search = chosen.opened(Path(told[0]))
    if verb == "ask":
        for piece in search(told[1], chosen.default):
            print(piece.text, end="\n\n")
    else:
        serve(lambda question: [piece._asdict() for piece in search(question, chosen.default)])


if __name__ == "__main__":
    main()

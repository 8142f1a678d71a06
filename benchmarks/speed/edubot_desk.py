"""edubot with an open index, for lists of questions: `python -m benchmarks.speed.edubot_desk INDEX`."""

import sys
from pathlib import Path

from benchmarks.libraries.serving import serve
from edubot.process import prepare


def main() -> None:
    """Open, and answer until nobody asks; what is timed is the whole answer, warnings and alerts in it."""
    prepare()  # as the command does, before numpy is loaded
    from edubot.assistant import Assistant
    from edubot.rendering.as_json import answer_as_json

    assistant = Assistant.open(Path(sys.argv[1]))
    serve(lambda question: answer_as_json(assistant.ask(question)))


if __name__ == "__main__":
    main()

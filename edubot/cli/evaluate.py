"""`edubot evaluate`: retrieval accuracy on the given index."""

import json
from dataclasses import asdict
from pathlib import Path

from edubot.assistant import Assistant
from edubot.evaluation.run import evaluate, gold_for
from edubot.settings import default_index, named_index


def run_evaluate(questions: Path, index: Path | None, as_json: bool) -> None:
    """Print the figures."""
    assistant = Assistant.open(named_index(index) or default_index())
    figures = evaluate(assistant, gold_for(assistant, questions))
    if as_json:
        print(json.dumps([asdict(figure) for figure in figures]))
        return
    print(f"{figures[0].questions} questions with evidence; ranking taken before abstention; 95 % bootstrap interval")
    for figure in figures:
        print(f"{figure.name:30s} {figure.mean:.3f}   [{figure.low:.3f}, {figure.high:.3f}]")

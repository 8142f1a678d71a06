"""What an answer comes to, on a line above its passages."""

from edubot.model import Answer, Outcome
from edubot.rendering.marks import visible


def answer_line(answer: Answer) -> str | None:
    """The words that answer best, quoted, with the number of their passage; None where nothing is taken to answer.

    Where leaflets disagree no words are lifted out, for whichever came first would look like the winner. A claim that
    must not stand alone brings its correction.
    """
    if answer.disagreements:
        return f"The leaflets differ on {answer.disagreements[0].topic}. Compare what each says."
    if answer.outcome is not Outcome.ANSWERED:
        return None
    for number, hit in enumerate(answer.hits, start=1):
        for mark in hit.highlights[:1]:
            shown = visible(hit.passage.text, (mark,))
            words = " ".join(shown.highlights[0].of(shown.text).split()) if shown.highlights else ""
            if words:
                return f"“{words}” [{number}]" + (f" Note: {hit.note}" if hit.note else "")
    return None

"""What an answer comes to, on a line above its passages."""

from edubot.model import Answer, Outcome
from edubot.rendering.quotes import best_quote, placed


def answer_line(answer: Answer) -> str | None:
    """The words that answer best, quoted, with the number of their passage; None where nothing is taken to answer.

    They bring what they hang on: the headings over them, the line over their list. Where it cannot be told what that
    is, nothing is lifted out. Nor is it where leaflets disagree, for whichever came first would look like the winner. A
    claim that must not stand alone brings its correction.
    """
    if answer.disagreements:
        return f"The leaflets differ on {answer.disagreements[0].topic}. Compare what each says."
    if answer.outcome is not Outcome.ANSWERED:
        return None
    for number, hit in enumerate(answer.hits, start=1):
        quote = best_quote(hit)
        if quote:
            line = f"{'Under ' if quote.heading else ''}{placed(quote)} [{number}]"
            return line + (f" Note: {hit.note}" if hit.note else "")
        if hit.highlights:
            return None
    return None

"""A sitting in the form that a file's ending names."""

from collections.abc import Mapping, Sequence

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer
from edubot.rendering.as_html import parts_as_html
from edubot.rendering.as_markdown import parts_as_markdown
from edubot.rendering.as_pdf import parts_as_pdf
from edubot.rendering.document import document


def as_file(
    ending: str,
    answers: Sequence[Answer],
    sheet: Sequence[str],
    guardrail: Guardrail,
    titles: Mapping[str, str] | None = None,
) -> bytes:
    """The bytes of a file: PDF for `.pdf`, HTML for `.html` and `.htm`, Markdown for any other ending.

    Args:
        titles: of the leaflets, by id.
    """
    parts = document(answers, guardrail.policy, sheet, guardrail.warnings, titles)
    if ending.lower() == ".pdf":
        return parts_as_pdf(parts)
    page = parts_as_html(parts) if ending.lower() in (".html", ".htm") else parts_as_markdown(parts)
    return page.encode("utf-8", errors="replace")

"""Which of the warnings a question is about: that one is read in full before the passages."""

from collections.abc import Mapping

from edubot.model import AlertKind, Answer, SafetyWarning, WarningTopic
from edubot.rendering.as_text import matching_first
from edubot.topics import topics_asked

OF_ALERT: Mapping[AlertKind, WarningTopic] = {
    AlertKind.CRISIS: WarningTopic.MENTAL_HEALTH,
    AlertKind.PREGNANCY: WarningTopic.PREGNANCY,
}
"""The warning that an alert belongs to."""
OF_ASKED: Mapping[str, WarningTopic] = dict.fromkeys(
    (
        *("pregnancy", "birth-defects", "if-pregnant", "call-if-pregnant", "months-before-after", "contraception"),
        *("two-methods", "minipill", "emergency-contraception", "pregnancy-test", "acne-during-pregnancy"),
        *("breastfeeding", "fertility-women", "blood-donation"),
    ),
    WarningTopic.PREGNANCY,
) | dict.fromkeys(
    ("mood", "depression-before", "crisis-line", "anxiety", "psychosis", "antidepressants"), WarningTopic.MENTAL_HEALTH
)
"""By the id of a topic that is asked about."""


def matching_warnings(answer: Answer) -> list[SafetyWarning]:
    """The warnings that an answer's question is about, most urgent first; by its alerts, else by what it asks."""
    topics = [OF_ALERT[alert.kind] for alert in answer.alerts if alert.kind in OF_ALERT]
    topics += [OF_ASKED[topic.id] for topic in topics_asked(answer.question) if topic.id in OF_ASKED]
    return [warning for topic in dict.fromkeys(topics) for warning in answer.warnings if warning.topic is topic]


def others_in_full(answer: Answer, all_in_full: bool) -> list[SafetyWarning]:
    """The warnings that are read in full after the passages: where all are, and beside an alert or advice."""
    matching = matching_warnings(answer)
    return [each for each in matching_first(answer) if each not in matching] if all_in_full or answer.first else []

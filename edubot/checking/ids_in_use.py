"""What curations may name: the bundled topics, and the corrections of the policies in use."""

from edubot.leaflets.known_ids import KnownIds
from edubot.policy import read_policy
from edubot.settings import GENERAL_POLICY_FILE, policy_file
from edubot.topics import bundled_topics


def ids_in_use() -> KnownIds:
    """The ids that hold at this moment.

    Raises:
        PolicyInvalid: a policy cannot be used; no answer could be given from leaflets under it.
    """
    policies = (read_policy(policy_file()), read_policy(GENERAL_POLICY_FILE))
    corrections = {policy.drug: frozenset(policy.corrections) for policy in policies}
    return KnownIds(frozenset(topic.id for topic in bundled_topics()), corrections)

"""What makes every answer safe to show. Loads from the policy file alone: no model, no index.

Reading order: builtin, outcome, guardrail.
"""

"""What makes every answer safe to show. Loads from the policy file alone: no model, no index.

Reading order: builtin; what listens (shared_words, alert_rules, triage, readings, wording, meaning); findings, outcome,
guardrail.
"""

"""Libraries that people would pick instead, with their documented defaults and edubot's encoder, in the same contract.

They live in an environment of their own (`environment.py`); nothing here imports edubot, and edubot nothing of them.
"""

"""What people would pick instead, with its documented defaults and edubot's encoder, in the same contract.

Each library lives in an environment of its own (`environment.py`), the plain script in edubot's; nothing here imports
edubot, and edubot nothing of them.
"""

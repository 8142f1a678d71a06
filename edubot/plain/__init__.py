"""The chat line by line, for screen readers and for terminals that cannot draw: no boxes, no cursor that moves.

Reading order: spoken, pages, sitting, commands, keyboard, talk.
"""

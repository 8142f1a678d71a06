"""How a line begins that is an item of a list.

A dash before a figure may be a minus, and a number may go on with the sentence of the line before: where nothing says
that a list goes on, neither is taken for a mark. White space is matched possessively, for a pattern that gives a blank
back sees one before the figure, and no figure.
"""

_DOT = "[•*‣◦·]"
_NUMBER = r"\d{1,2}[.)]"
MARK = rf"(?:[-–]|{_DOT}|{_NUMBER})"
"""A mark of any kind, without the white space around it: sure only where a list stands."""
NUMBER = _NUMBER
"""The mark of a numbered item."""
BULLET = rf"(?:{_DOT}[ \t]++|[-–][ \t]++(?!\d))"
"""A mark that is no number, with the white space after it: sure everywhere."""
FIRST = rf"(?:{_DOT}|[-–][ \t]++(?!\d)|1[.)])"
"""How an item begins that needs no list before it."""

"""How a line begins that is an item of a list.

A dash before a figure may be a minus, and a number or a letter may go on with the sentence of the line before: where
nothing says that a list goes on, neither is taken for a mark. White space is matched possessively, for a pattern that
gives a blank back sees one before the figure, and no figure.

An arrow is no mark, for it may say what comes of the line before; nor is a sign that says yes or no.
"""

_DOT = "[•*‣◦·●○■□▪▫◆◇►▶▸➢➤❖⁃∙]"
_COUNT = r"(?:\d{1,2}|[a-z]|[ivx]{2,4})"
_NUMBER = rf"(?:{_COUNT}\)|{_COUNT}\.(?![ \t]*+[a-z]\.)|\({_COUNT}\))"
MARK = rf"(?:[-–]|{_DOT}|{_NUMBER})"
"""A mark of any kind, without the white space around it: sure only where a list stands."""
NUMBER = _NUMBER
"""The mark of an item that is counted, by a figure or a letter; "e. g." is none."""
BULLET = rf"(?:{_DOT}[ \t]++|[-–][ \t]++(?!\d))"
"""A mark that is no number, with the white space after it: sure everywhere."""
FIRST = rf"(?:{_DOT}|[-–][ \t]++(?!\d)|1[.)])"
"""How an item begins that needs no list before it."""
YES_OR_NO = "[✓✔☑✅✗✘✕✖☒❌❎]"
"""A sign that says whether what stands beside it holds: it belongs to the words and is shown with them."""

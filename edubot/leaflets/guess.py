"""Bytes in whatever encoding → text, with a word on what had to be guessed or mended."""

import codecs
import re
from collections.abc import Sequence

from edubot.errors import LeafletUnreadable
from edubot.leaflets.decode import decode, one_line_end
from edubot.leaflets.reading import counted

_WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS code page 850"}
"""What programs of the West wrote before UTF-8, the most usual first."""
_WIDE = {"utf-16-le": (1, 2), "utf-16-be": (0, 2), "utf-32-le": (3, 4), "utf-32-be": (0, 4)}
"""Where English in these encodings has its empty bytes: place, and of how many."""
_FOUR = 4
_WIDE_MARKS = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"))
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_ACCENTS = 0.2
"""Of the letters, in a text that may be a western one."""
_LIKELY = 0.9
"""Share of the characters beyond ASCII that must make sense where they stand."""
_SIGNS = frozenset("“”‘’–—…•°½¼¾×µ£€®™©·«»‹›§\u00a0²³±")
_PRINTED = frozenset(b"\t\n\r\f")
_SUSPECT = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]|‚Ä|ΓÇ|√|Ô¿")
"""What letters of UTF-8 look like that were read as another encoding; ftfy then tells whether they are."""
_LOST = "\N{REPLACEMENT CHARACTER}"


def decoded(raw: bytes, name: str, said: str = "") -> tuple[str, tuple[str, ...]]:
    """The text in some bytes, and what was guessed or mended to get it.

    Args:
        said: the encoding that the file itself names, believed where it fits.

    Raises:
        LeafletUnreadable: a binary file, or text in no encoding that is known.
    """
    notes: list[str] = []
    try:
        text = decode(raw, name)
    except LeafletUnreadable as fault:
        encoding = _wide(raw)
        if encoding is None and raw.startswith(_MARKS):
            raise fault
        encoding = encoding or _named(raw, said) or _guess(raw)
        text = one_line_end(raw.decode(encoding, errors="replace")).removeprefix("\ufeff") if encoding else ""
        if encoding is None or "\0" in text:
            raise LeafletUnreadable(f"{name} is a binary file", "Save it as plain text or Markdown") from fault
        notes.append(f"was read as {_WESTERN.get(encoding, encoding.upper())}")
    text, mended = _mended(text)
    return text, (*notes, *mended)


def _named(raw: bytes, said: str) -> str | None:
    """The encoding that a file names itself, where it is one and its bytes fit."""
    try:
        raw.decode(said)
        return codecs.lookup(said).name
    except (LookupError, UnicodeError, ValueError):
        return None


def _wide(raw: bytes) -> str | None:
    """An encoding of two or four bytes a character, told by its mark or by where the empty bytes stand."""
    for mark, encoding in _WIDE_MARKS:
        if raw.startswith(mark) and len(raw) % 4 == 0:
            return encoding
    for encoding, (place, of) in reversed(_WIDE.items()):
        is_empty_enough = raw.count(0) > (0.6 if of == _FOUR else 0.25) * len(raw)
        if len(raw) % of == 0 and is_empty_enough and raw[place::of].count(0) > 0.6 * len(raw) / of:
            return _named(raw, encoding)
    return None


def _guess(raw: bytes) -> str | None:
    """The encoding of one byte a character, or an eastern one, that makes sense of the bytes."""
    odd = sum(byte < 0x20 and byte not in _PRINTED for byte in raw[:100_000])  # noqa: PLR2004  the first that prints
    if b"\0" in raw or odd > 0.01 * len(raw[:100_000]):
        return None
    letters = sum(map(bytes.isalpha, (raw[place : place + 1] for place in range(min(len(raw), 100_000)))))
    high = sum(byte >= 0x80 for byte in raw[:100_000])  # noqa: PLR2004  the first beyond ASCII
    if high <= _MOST_ACCENTS * (letters + high):
        best = max(_WESTERN, key=lambda encoding: _sense(raw, encoding))
        if _sense(raw, best) >= _LIKELY:
            return best
    from charset_normalizer import from_bytes

    found = from_bytes(raw).best()
    return found.encoding if found else None


def _sense(raw: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are letters in place, or signs outside words."""
    text = f" {raw[:100_000].decode(encoding, errors='replace')} "
    high = [place for place, character in enumerate(text) if not character.isascii()]
    return sum(_is_in_place(text, place) for place in high) / max(len(high), 1)


def _is_in_place(text: str, place: int) -> bool:
    character, before, after = text[place], text[place - 1], text[place + 1]
    if character.isalpha():
        return "À" <= character <= "ÿ" and not (character.isupper() and before.islower())
    in_a_word = before.isalpha() and after.isalpha() and character not in "’–—·\u00a0"
    return character in _SIGNS and not in_a_word


def _mended(text: str) -> tuple[str, Sequence[str]]:
    """A text in which letters that were once decoded wrongly are put right, line by line, and a word on each kind."""
    notes: list[str] = []
    if _SUSPECT.search(text):
        from ftfy import fix_encoding
        from ftfy.badness import is_bad

        before = text.split("\n")
        after = [fix_encoding(line) if is_bad(line) else line for line in before]
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        text = "\n".join(after)
        if changed:
            old, new = _first_difference(*changed[0])
            notes.append(f"had letters mended on {counted(len(changed), 'line')}, such as “{old}” to “{new}”")
    if _LOST in text:
        notes.append(f"has {counted(text.count(_LOST), 'letter')} lost before it came here, shown as {_LOST}")
    return text, notes


def _first_difference(old: str, new: str) -> tuple[str, str]:
    """The first words in which two lines differ."""
    pairs = zip(old.split(), new.split(), strict=False)
    return next(((one, other) for one, other in pairs if one != other), (old.strip()[:30], new.strip()[:30]))

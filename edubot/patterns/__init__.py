"""Phrases that a clinician can read, matched against a message word by word: how rules and topics are written.

A pattern is lower-case words parted by blanks, without apostrophes ("dont"):

- `tattoo*` is any word that begins so; `*` alone is any word, `#` any number;
- `(pill|two words)` is one of these; `{symptom}` is one of the list of that name; `?` after either: or nothing;
- `..` lets up to three other words stand between, `...` up to six;
- nothing matches across the end of a sentence.

Reading order: text, steps, spelling, phrases, matching, patterns, named.
"""

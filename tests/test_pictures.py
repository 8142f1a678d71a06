"""The pictures in the README are of the program as it is."""

import re

from edubot.assistant import Assistant
from scripts.pictures import FOLDER, sitting, without_addresses, words
from tests.conftest import REPOSITORY


async def test_the_pictures_show_what_the_chat_shows(assistant: Assistant) -> None:
    """Every word of every row, in each of them; whoever changes the screen takes them anew: make pictures."""
    shown = {f"{name}.svg": words(picture) async for name, picture in sitting(lambda: assistant)}
    taken = {file.name: words(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.svg")}
    assert taken == shown, "make pictures"
    for rows in taken.values():
        text = " ".join(" ".join(row for row in rows if row != "edubot").split())  # the window's title stands apart
        for warning in assistant.guardrail.warnings:
            assert warning.line in text


def test_looking_at_a_picture_calls_nobody() -> None:
    """No font, style or image is fetched; the name of the format is no address that anybody asks."""
    pictures = list(FOLDER.glob("*.svg"))
    assert len(pictures) == 4
    for file in pictures:
        addresses = set(re.findall(r"(?:https?:)?//[^\s\"')]+", file.read_text(encoding="utf-8")))
        assert addresses <= {"http://www.w3.org/2000/svg"}, file.name
    fetched = '@font-face { src: url("https://cdn.example/F.woff2"); } .a { font-family: Fira Code; }'
    assert "cdn.example" not in without_addresses(fetched)


def test_the_readme_shows_every_picture() -> None:
    """With words for who cannot see it."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]{20,})\]\((docs/pictures/[^)]+)\)", readme)
    assert {place for _, place in shown} == {f"docs/pictures/{file.name}" for file in FOLDER.glob("*.svg")}

"""Three leaflets that disagree on alcohol; one of them holds a link to a shop."""

from pathlib import Path

TEXTS = {
    "one": "# First\n\nDrink no alcohol for 2 weeks.\n\nUse a lip balm.\n\nBuy it: https://cheap-pills.example/order\n",
    "two": "# Second\n\nDrink no alcohol for 6 weeks.\n\nWear sun cream.\n",
    "three": "# Third\n\nDrink no alcohol for 9 weeks.\n\nEat fat with it.\n",
}
ALCOHOL = "How long may I drink no alcohol?"


def laid_out(folder: Path) -> Path:
    """The folder `leaflets` in a folder, with the three in it."""
    leaflets = folder / "leaflets"
    leaflets.mkdir()
    for name, text in TEXTS.items():
        (leaflets / f"{name}.md").write_text(text, encoding="utf-8")
    return leaflets

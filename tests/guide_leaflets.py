"""The folder that docs/educators.md begins with: two leaflets as PDFs and a scan, in words of our own."""

from pathlib import Path

from fpdf import FPDF

CLINIC = (
    "Isotretinoin: a guide from the skin clinic",
    (
        "What it is for",
        "Isotretinoin capsules treat severe acne that other medicines did not clear. A skin doctor starts the course "
        "and looks after you until it ends.",
    ),
    (
        "How to take it",
        "The usual dose is 0.5 mg for each kg of body weight a day. Swallow the capsules whole with a meal. "
        "If you miss a dose, leave it out and take the next one as usual.",
    ),
    (
        "Pregnancy",
        "Never take isotretinoin in pregnancy, because it harms the unborn baby. Use two methods of contraception and "
        "have a pregnancy test each month.",
    ),
    (
        "Side effects",
        "Dry lips and dry eyes are very common. Tell your doctor at once if you feel low or have thoughts of suicide. "
        "Muscles may ache after sport.",
    ),
)
PHARMACY = (
    "Isotretinoin from your pharmacy",
    (
        "About the capsules",
        "Isotretinoin is a game-changing medicine for severe acne. It belongs to the retinoids, as rutinol does. "
        "Order it at https://pills.example/buy-isotretinoin-online in two minutes.",
    ),
    (
        "Taking them",
        "The usual dose is 1 mg for each kg of body weight a day. Swallow the capsules whole with a meal. "
        "Store the capsules below 25 °C.",
    ),
    (
        "Good to know",
        "Do not drink alcohol while you take it, because it strains the liver. Many users wrote that their skin was "
        "clear within days.",
    ),
)


def write_leaflets(folder: Path) -> Path:
    """The folder's files."""
    folder.mkdir(parents=True)
    for name, leaflet in (("clinic.pdf", CLINIC), ("pharmacy.pdf", PHARMACY)):
        _set(leaflet, folder / name)
    scan = FPDF()
    scan.add_page()
    scan.rect(20, 20, 100, 140)
    scan.output(str(folder / "scan.pdf"))
    return folder


def _set(leaflet: tuple[str, *tuple[tuple[str, str], ...]], path: Path) -> None:
    title, *sections = leaflet
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", "B", 18)
    paper.multi_cell(0, 10, title, new_x="LMARGIN", new_y="NEXT")
    for heading, text in sections:
        paper.ln(4)
        paper.set_font("Helvetica", "B", 13)
        paper.multi_cell(0, 8, heading, new_x="LMARGIN", new_y="NEXT")
        paper.set_font("Helvetica", "", 11)
        paper.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    paper.output(str(path))


def renew_pharmacy(folder: Path) -> None:
    """The pharmacy's leaflet as it is sent again: the dose is the clinic's."""
    title, *sections = PHARMACY
    renewed = [(heading, text.replace("1 mg for", "0.5 mg for")) for heading, text in sections]
    _set((title, *renewed), folder / "pharmacy.pdf")

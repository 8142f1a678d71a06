"""Leaflets on paper: PDFs set by three programs, so that no reader is tried on one maker's habits alone."""

import io
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

TITLE = "Isotretinoin: what to know at home"
PARAGRAPHS = (
    (
        "Before the first capsule",
        "Your team weighs you and takes blood before the course starts. Tell them about every other medicine that you "
        "swallow or put on your skin, and about any illness of the liver. A pregnancy test is done in the same week, "
        "and the result is written on the card that you keep.",
    ),
    (
        "While you take it",
        "Swallow the capsule whole with your largest meal, because fat carries it into the blood. Lips and eyes become "
        "dry within days; a plain balm and drops without preservatives help most people. Wear sun cream each morning, "
        "even when the sky is grey, and stay away from sunbeds until the course is over.",
    ),
    (
        "When to ring us",
        "Ring the clinic on the same day if your mood falls, if your head aches and your sight blurs, or if your belly "
        "hurts and does not stop. Outside the opening hours the emergency department takes the call instead. Nobody "
        "there will blame you for ringing too early.",
    ),
)
"""Headings and what stands under them."""
ITEMS = ("Dry lips and a dry nose", "Sore muscles after sport", "Redness that comes and goes")
TABLE = (
    ("How often", "What you may notice"),
    ("Very common", "Dry lips"),
    ("Common", "Headache"),
    ("Rare", "Low mood"),
)
OPEN_CORNER = (
    ("PREGNANT:", "Before", "During"),
    ("Test", "Two tests", "Each month"),
    ("Pill", "One month", "Every day"),
)
HEAD = "Northbridge Skin Clinic - information for patients"
CUT = (
    "Ask your pharmacist before you buy vita-",
    "mins, and use a form of contra-",
    "ception that was agreed with the pre-",
    "scriber. Thoughts of self-",
    "harm are an emergency. Take 10-",
    "20 drops of tears as you need them.",
)
"""Lines that a typesetter broke in the middle of words."""
WHOLE = (
    "Ask your pharmacist before you buy vitamins, and use a form of contraception that was agreed with the prescriber."
    " Thoughts of self-harm are an emergency. Take 10-20 drops of tears as you need them."
)


def with_fpdf(path: Path, columns: int = 1, pages: int = 2, table: bool = False) -> Path:
    """Set with fpdf2: running head, page number at the foot, headings in bold, a list, a table with lines."""
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, HEAD, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, f"Page {self.page_no()} of {{nb}}", align="C")

    paper = Paper()
    paper.add_page()
    paper.set_font("Helvetica", "B", 18)
    paper.cell(0, 12, TITLE, new_x="LMARGIN", new_y="NEXT")
    with paper.text_columns(ncols=columns, gutter=10, text_align="LEFT") as flow:
        for _ in range(pages if columns > 1 else 1):
            for heading, words in PARAGRAPHS:
                paper.set_font("Helvetica", "B", 12)
                flow.write(f"{heading}\n")
                paper.set_font("Helvetica", "", 11)
                flow.write(f"{words}\n\n")
    for _ in range(pages - 1 if columns == 1 else 0):
        paper.add_page()
        paper.set_font("Helvetica", "B", 12)
        paper.multi_cell(0, 7, "What many people notice", new_x="LMARGIN", new_y="NEXT")
        paper.set_font("Helvetica", "", 11)
        for item in ITEMS:
            paper.multi_cell(0, 6, f"- {item}", new_x="LMARGIN", new_y="NEXT")
    if table:
        paper.ln(6)
        paper.set_font("Helvetica", "", 11)
        with paper.table() as grid:
            for row in TABLE:
                cells = grid.row()
                for cell in row:
                    cells.cell(cell)
    paper.output(str(path))
    return path


def with_reportlab(path: Path, columns: int = 2, lines: Sequence[str] = (), number: bool = False) -> Path:
    """Set with ReportLab: frames for columns, justified text, a running head, page numbers, bullets."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, PageTemplate, Paragraph, Spacer

    styles = getSampleStyleSheet()
    text = ParagraphStyle("text", parent=styles["BodyText"], alignment=TA_JUSTIFY, fontSize=10, leading=12.5)
    width = (A4[0] - 40 * mm - (columns - 1) * 8 * mm) / columns
    frames = [
        Frame(20 * mm + place * (width + 8 * mm), 22 * mm, width, A4[1] - 50 * mm, 0, 0, 0, 0)
        for place in range(columns)
    ]

    def around(canvas: object, document: object) -> None:
        canvas.setFont("Times-Roman", 8)  # type: ignore[attr-defined]
        canvas.drawString(20 * mm, A4[1] - 14 * mm, HEAD)  # type: ignore[attr-defined]
        canvas.drawRightString(A4[0] - 20 * mm, 10 * mm, str(document.page))  # type: ignore[attr-defined]

    paper = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    paper.addPageTemplates(PageTemplate(frames=frames, onPage=around))
    story = [Paragraph(TITLE, styles["Title"])]
    if lines:
        story += [Paragraph("<br/>".join(lines), ParagraphStyle("cut", parent=text, alignment=0)), Spacer(1, 8)]
    for _ in range(3):
        for place, (heading, words) in enumerate(PARAGRAPHS, start=1):
            named = f"{place}. {heading}" if number else heading
            story += [Paragraph(named, styles["Heading2"]), Paragraph(words, text)]
        story.append(ListFlowable([Paragraph(item, text) for item in ITEMS], bulletType="bullet", start="•"))
    paper.build(story)
    return path


def with_inner_lists(path: Path, columns: int = 1, above: float = 0, bullet: str = "•") -> Path:
    """Set with ReportLab: a list in a list, so far down the page that it may run on over the next column or page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, ListItem, PageTemplate, Paragraph, Spacer

    text = getSampleStyleSheet()["BodyText"]
    width = (A4[0] - 40 * mm - (columns - 1) * 8 * mm) / columns
    frames = [Frame(20 * mm + place * (width + 8 * mm), 22 * mm, width, 500) for place in range(columns)]
    paper = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    paper.addPageTemplates(PageTemplate(frames=frames))
    inner = partial(ListFlowable, bulletFontSize=text.fontSize)
    listed = [
        ListItem(
            [
                Paragraph(over, text),
                inner(
                    [Paragraph(item, text) for item in under],
                    bulletType=kind,
                    start=bullet if kind == "bullet" else 1,
                    bulletFormat="%s." if kind == "1" else None,
                ),
            ]
        )
        for over, kind, under in INNER
    ]
    story = [Paragraph(words, text) for _, words in PARAGRAPHS]
    paper.build([*story, Spacer(1, above), ListFlowable(listed, bulletType="bullet")])
    return path


INNER = (
    ("Never:", "bullet", (*(f"ski or dive from hill {count}" for count in range(1, 12)),)),
    ("Feel free to:", "1", (*(f"knit or sew {count} scarves" for count in range(1, 12)),)),
)
"""Items, and those under each: with bullets, and counted to two figures."""


def with_open_corner(path: Path) -> Path:
    """Set with fpdf2: a table whose upper left corner has words and no border."""
    from fpdf import FPDF

    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=11)
    for number, row in enumerate(OPEN_CORNER):
        for place, words in enumerate(row):
            paper.cell(55, 10, words, border=1 if number or place else 0)
        paper.ln()
    paper.output(str(path))
    return path


def with_matplotlib(path: Path, texts: Sequence[str], top: float = 0.8) -> Path:
    """Set with Matplotlib: each page a few lines whose letters are drawn from an embedded typeface."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    with rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}), PdfPages(path) as pages:
        for words in texts:
            figure = Figure(figsize=(8.27, 11.69))
            figure.text(0.1, top, words, fontsize=11, va="top", linespacing=1.3)
            pages.savefig(figure)
    return path


def scanned(path: Path) -> Path:
    """A page that is a picture of words."""
    from fpdf import FPDF
    from PIL import Image, ImageDraw

    picture = Image.new("L", (600, 800), "white")
    ImageDraw.Draw(picture).text((50, 50), "Take it with food.", fill="black")
    held = io.BytesIO()
    picture.save(held, "PNG")
    paper = FPDF()
    paper.add_page()
    paper.image(held, 0, 0, 210)
    paper.output(str(path))
    return path


def bomb(path: Path) -> Path:
    """A page whose drawing of a few kilobytes unpacks to 100 MB."""
    import zlib

    packed = zlib.compress(b"0 0 m 1 1 l S\n" * (100 * 1024 * 1024 // 14), 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    raw, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    raw += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(raw),
    )
    path.write_bytes(raw)
    return path


def locked(path: Path, password: str) -> Path:
    """A PDF that opens with a password alone; with "" it opens for everybody and forbids copying only."""
    from pypdf import PdfReader, PdfWriter

    plain = with_fpdf(path.with_name("plain-copy.pdf"))
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(path)
    plain.unlink()
    return path


def with_word(path: Path) -> Path:
    """A Word file: title, headings, lists of both kinds, a table, running head and foot, and what Word hides well.

    That is a text box, a footnote's place, words put in and struck out, and words in a content control.
    """
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_heading(TITLE, 0)
    for heading, words in PARAGRAPHS:
        document.add_heading(heading, 1)
        document.add_paragraph(words)
    document.add_heading("What many people notice", 2)
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("Each evening:")
    for item in ("Wash your hands.", "Swallow the capsule."):
        document.add_paragraph(item, style="List Number")
    grid = document.add_table(len(TABLE), 2, style="Light Grid Accent 1")
    for row, cells in zip(grid.rows, TABLE, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    body = document.element.body
    for piece in HIDDEN_IN_WORD:
        body.insert(len(body) - 1, parse_xml(piece.replace("<w:p>", f"<w:p {nsdecls('w', 'wp', 'a')}>", 1)))
    document.sections[0].header.paragraphs[0].text = HEAD
    document.sections[0].footer.paragraphs[0].text = "Version 3 - 1"
    document.save(str(path))
    return path


HIDDEN_IN_WORD = (
    "<w:p><w:r><w:t>A box follows.</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>Never share your capsules.</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r></w:p>",
    "<w:p><w:r><w:t xml:space='preserve'>Blood is given </w:t></w:r><w:del><w:r><w:delText>every day</w:delText></w:r>"
    "</w:del><w:ins><w:r><w:t>by nobody on this medicine</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>",
    "<w:p><w:moveFrom><w:r><w:t>Moved elsewhere.</w:t></w:r></w:moveFrom><w:r><w:t>Stays here.</w:t></w:r></w:p>",
    "<w:p><w:sdt><w:sdtContent><w:r><w:t>Ring us at night too.</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    "<w:p><w:r><w:t xml:space='preserve'>Store it under 25 </w:t></w:r><w:r><w:sym w:font='Symbol' w:char='F0B0'/>"
    "</w:r><w:r><w:t>C.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Editor: check this.</w:t></w:r></w:p>",
)
"""Paragraphs of a Word file that a simple reader loses, or shows though they were struck out."""


def archive(path: Path, **parts: bytes) -> Path:
    """A zip file of these parts, by names in which `__` stands for a slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            held.writestr(name.replace("__", "/"), content)
    return path


def word_bomb(path: Path) -> Path:
    """A Word file of a few kilobytes whose text unpacks to 60 MB."""
    raw = with_word(path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as held:
        for name in whole.namelist():
            held.writestr(name, whole.read(name) + b" " * (60 * 1024 * 1024 if name == "word/document.xml" else 0))
    return path

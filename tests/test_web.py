"""Saved web pages: the main part is read whole, and every other line of the page is kept back and accounted for."""

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from edubot.errors import LeafletUnreadable
from edubot.leaflets.tables import told_left_out, told_unheaded
from edubot.leaflets.web.pictures import told_wordless
from edubot.leaflets.web.styles import told_untold
from edubot.model import Leaflet
from tests import papers
from tests.test_pdf import held_back, leads_in, passages_of, read, shown

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Isotretinoin | Northbridge</title>
<style>p {{ color: red }}</style><script>var offer = "Order pills now";</script></head><body>
<header><nav><ul><li><a href="/">Start</a></li><li><a href="/where">Find us</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to make this site better.</p><button>Accept all</button></div>
<main><article>{main}</article></main>
<aside><h3>Related pages</h3><ul><li><a href="/sun">Sun and skin</a></li></ul></aside>
<section id="comments"><h3>Leave a Reply</h3><p class="comment">You must try two a day, it was great!</p></section>
<footer><p>© 2024 Northbridge Clinic</p></footer></body></html>"""
LIST = f"<ul>{''.join(f'<li>{item}</li>' for item in papers.ITEMS)}</ul>"
HEADER, *ROWS = papers.TABLE
GRID = (
    f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in HEADER)}</tr>"
    + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    + "</table>"
)
MAIN = f"<h1>{papers.TITLE}</h1>" + "".join(f"<h2>{head}</h2><p>{words}</p>" for head, words in papers.PARAGRAPHS)
AROUND = [
    "Start",
    "Find us",
    "We use cookies to make this site better.",
    "Accept all",
    "Related pages",
    "Sun and skin",
    "Leave a Reply",
    "You must try two a day, it was great!",
    "© 2024 Northbridge Clinic",
]


def made(folder: Path, main: str, charset: str = "utf-8") -> Leaflet:
    """The leaflet in a page with this main part."""
    path = folder / "leaf.html"
    path.write_bytes(PAGE.format(main=main, charset=charset).encode(charset))
    return read(path)


def test_the_main_part_is_read_in_its_order(tmp_path: Path) -> None:
    """Title, headings and paragraphs, each passage under its heading."""
    leaflet = made(tmp_path, MAIN)
    assert leaflet.source.title == papers.TITLE
    text, place = shown(leaflet), -1
    for heading, words in papers.PARAGRAPHS:
        place = text.index(words, place + 1)
        assert {found.heading for found in passages_of(leaflet) if found.text in words} == {(heading,)}


def test_everything_else_on_the_page_is_kept_back(tmp_path: Path) -> None:
    """Menus, banners, a reader's comment, though it sounds like advice: in the ledger, and in nothing that is shown."""
    leaflet = made(tmp_path, MAIN)
    assert held_back(leaflet) == AROUND
    assert not any(line in shown(leaflet) for line in AROUND)
    assert "Order pills" not in leaflet.text
    assert leaflet.repairs == ("has 1 line left out, outside its main part, that may be advice",)


def test_lists_and_tables_keep_their_form(tmp_path: Path) -> None:
    """Items one by one, steps counted, rows with their headings."""
    steps = "<p>Each evening:</p><ol><li>Wash your hands.</li><li>Swallow the capsule.</li></ol>"
    leaflet = made(tmp_path, f"{MAIN}<h2>What many notice</h2>{LIST}{steps}{GRID}")
    found = [passage.text for passage in passages_of(leaflet)]
    assert set(papers.ITEMS) <= set(found)
    assert "1. Wash your hands.\n2. Swallow the capsule." in leaflet.text
    assert [text for text in found if text.startswith("How often")] == [
        f"{HEADER[0]}: {often}; {HEADER[1]}: {what}" for often, what in ROWS
    ]


def test_a_cell_over_several_rows_is_said_in_each(tmp_path: Path) -> None:
    """No cell moves under another column's heading."""
    grid = (
        "<table><tr><th>How often</th><th>What</th><th>What to do</th></tr>"
        "<tr><td rowspan='2'>Common</td><td>Dry lips</td><td>Use a balm</td></tr>"
        "<tr><td>Low mood</td><td>Ring us</td></tr></table>"
    )
    found = {passage.text for passage in passages_of(made(tmp_path, MAIN + grid))}
    assert "How often: Common; What: Low mood; What to do: Ring us" in found


@pytest.mark.parametrize("cross", ["✓", "x", "Yes", "❌", "<b>X</b>"])
def test_a_tick_is_read_with_what_its_column_is_named(tmp_path: Path, cross: str) -> None:
    """Where the first row has no marks, but a corner that is empty, it can only name the columns."""
    grid = f"<tr><td></td><td>Yes</td><td>No</td></tr><tr><td>Drink wine with it</td><td></td><td>{cross}</td></tr>"
    found = [passage.text for passage in passages_of(made(tmp_path, f"{MAIN}<table>{grid}</table>"))]
    assert f"Drink wine with it; No: {'X' if '<' in cross else cross}" in [text.replace("**", "") for text in found]


@pytest.mark.parametrize("cross", ["✓", "x", "Yes", "no", "✔ ", "❌", "(x)"])
def test_a_tick_in_a_column_without_a_name_is_kept_back(tmp_path: Path, cross: str) -> None:
    """It looks like a yes, whatever it stood under; what else the table says stays, and the row is told."""
    rows = [("What", "In the day", "At night"), ("Drink wine with it", "", cross), ("Take it", "with milk", "with tea")]
    grid = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    leaflet = made(tmp_path, f"{MAIN}<table>{grid}</table>")
    assert "Drink wine" not in shown(leaflet)
    assert f"Drink wine with it | | {cross.strip()}" in held_back(leaflet)
    assert "Take it | with milk | with tea" in shown(leaflet)
    assert leaflet.repairs[1:] == (*told_unheaded(1), *told_left_out(1))


def test_words_after_a_comment_stay(tmp_path: Path) -> None:
    """What nobody sees is taken out, and nothing that stands behind it."""
    said = "<p>Do <!-- sic -->not take it <?php x ?>with milk <svg></svg>at night.</p>"
    assert "Do not take it with milk at night." in shown(made(tmp_path, MAIN + said))


@pytest.mark.parametrize(
    "withdrawn",
    [
        "<del>80 mg daily</del>",
        "<s>80 mg daily</s>",
        "<strike>80 mg daily</strike>",
        "<span hidden>80 mg daily</span>",
        "<span style='display: none'>80 mg daily</span>",
        "<span style='VISIBILITY: Hidden'>80 mg daily</span>",
        "<span style='text-decoration:line-through'>80 mg daily</span>",
    ],
)
def test_what_was_struck_out_or_hidden_is_kept_back(tmp_path: Path, withdrawn: str) -> None:
    """It no longer holds: no patient reads it, and the ledger has it; what stands around it is read."""
    leaflet = made(tmp_path, f"{MAIN}<p>Take {withdrawn} 40 mg in the evening.</p>")
    assert "Take 40 mg in the evening." in shown(leaflet)
    assert "80 mg daily" not in shown(leaflet)
    assert "80 mg daily" in held_back(leaflet)


@pytest.mark.parametrize(
    "style",
    [
        ".old {display: none}",
        ".old{color:red;text-decoration:line-through}",
        "p.x .old, .y{text-decoration-line: line-through;}",
        "#one{visibility:hidden}",
        "main article>p > SPAN.old[id=one]{display:none!important}",
        "@media screen{ .old{display:none} }",
        "@import url('a.css'); /* .z{ */ .q::before{content:'}'} .old{display:none}",
        ".old{display:inline} p .old{display:none} .old{display:inline}",
        ".old{display:none!important} #one{display:inline}",
    ],
)
def test_what_a_rule_of_style_hides_or_strikes_out_is_kept_back(tmp_path: Path, style: str) -> None:
    """Whatever its selector names; what stands around it is read."""
    said = "<p class='a x'>Take <span class='b old' id='one'>80 mg daily</span> 40 mg in the evening.</p>"
    leaflet = made(tmp_path, f"<style>{style}</style>{MAIN}{said}")
    assert "Take 40 mg in the evening." in shown(leaflet)
    assert "80 mg daily" not in shown(leaflet)
    assert "80 mg daily" in held_back(leaflet)
    assert not any("rule" in told for told in leaflet.repairs)


@pytest.mark.parametrize(
    "style",
    [
        ".old{display:none} .old{display:inline}",
        "#one{display:inline} .old{display:none}",
        ".old{display:none} span{display:inline!important}",
        "@media print{.old{display:none}} @media (max-width:600px){.old{display:none}}",
        ".older,.ol{display:none}",
        "h2 .old, p>b>.old, article > .old{display:none}",
        ".old:hover{display:none} .old::after{display:none}",
        ".old{text-decoration:underline;display:block}",
        ".own{display:none}",
    ],
)
def test_what_no_rule_of_style_hides_is_read(tmp_path: Path, style: str) -> None:
    """A rule that another one outdoes, that is for paper or a small screen, or about something else."""
    said = "<p>Take <span class='old' id='one'>a tablet <b class=own style='display:inline'>daily</b></span>.</p>"
    leaflet = made(tmp_path, f"<style>{style}</style>{MAIN}{said}")
    assert "Take a tablet daily." in shown(leaflet).replace("**", "")
    assert not any("rule" in told for told in leaflet.repairs)


@pytest.mark.parametrize("style", [".old:not(.shown){display:none}", "b + .old{display:none}", ":root p{display:none}"])
def test_a_rule_of_style_that_cannot_be_told_is_told(tmp_path: Path, style: str) -> None:
    """Nobody guesses whether it hides something: an educator looks."""
    leaflet = made(tmp_path, f"<style>{style} i:not(.z){{display:none}}</style>{MAIN}<p class='old'>Take a tablet.</p>")
    assert "Take a tablet." in shown(leaflet)
    assert told_untold(1)[0] in leaflet.repairs


def test_rules_of_style_in_other_files_are_told(tmp_path: Path) -> None:
    """They are not read, but for those that are for paper."""
    links = "<link rel=stylesheet href=a.css><link rel=stylesheet href=b.css media=print><link rel=icon href=c.png>"
    (tmp_path / "leaf.html").write_text(PAGE.format(main=MAIN, charset="utf-8").replace("<style>", f"{links}<style>"))
    assert told_untold(0, 1)[0] in read(tmp_path / "leaf.html").repairs


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("<p>In winter <img src=x.png alt='do not'> drink mead.</p>", "In winter do not drink mead."),
        ("<p>In winter<img alt='do not'>drink mead.</p>", "In winter do not drink mead."),
        ("<p>In winter <b><img alt='do not'></b> drink mead.</p>", "In winter do not drink mead."),
        ("<p>In winter <i class=x aria-label='do not'></i> drink mead.</p>", "In winter do not drink mead."),
        ("<p>In winter <svg><title>do not</title><g><title>x</title></g></svg> drink mead.</p>", "do not drink mead."),
        ("<p>In winter <svg role=img aria-label='do not'><path/></svg> drink mead.</p>", "do not drink mead."),
        ("<p>Mead in winter: <img alt=no>.</p>", "Mead in winter: no."),
        ("<ul><li><img alt='Never'> mead</li><li>tea</li></ul>", "Never mead"),
        ("<ul><li><div>Mead</div><div><img alt='never'></div></li></ul>", "never"),
        ("<table><tr><th>Drink</th><th>With it</th></tr><tr><td>Mead</td><td><p><img alt=No></p></td></tr></table>",
         "Drink: Mead; With it: No"),
        ("<h3><img alt='Never drink'></h3><p>mead or anything like it.</p>", "mead or anything like it."),
    ],
)  # fmt: skip
def test_a_picture_that_is_a_part_of_the_text_is_read(tmp_path: Path, said: str, read: str) -> None:
    """A cross says no, and a sentence without its picture may say the opposite."""
    leaflet = made(tmp_path, MAIN + said)
    assert read in shown(leaflet).replace("**", "")
    if "<h3>" in said:
        assert headings_over(leaflet, read) == "Never drink"


@pytest.mark.parametrize(
    "said",
    [
        "<p><img alt='Two people in a wood'></p>",
        "<figure><img alt='Two people in a wood'><figcaption>Go out and walk.</figcaption></figure>",
        "<p>Go out <img alt='Two people in a wood' aria-hidden=true> and walk.</p>",
        "<p>Go out <img alt='' title='Two people in a wood'> and walk.</p>",
        "<table><tr><td><p><img alt='Two people in a wood'></p><h3>Walking</h3><p>Walk.</p></td></tr></table>",
        "<p>Go out <span style='display:none'><img alt='Two people in a wood'></span> and walk.</p>",
    ],
)
def test_a_picture_apart_from_the_text_stays_out(tmp_path: Path, said: str) -> None:
    """It decorates the page."""
    leaflet = made(tmp_path, MAIN + said)
    assert "wood" not in shown(leaflet)
    assert not any("picture" in told for told in leaflet.repairs)


def test_advice_in_a_picture_apart_from_the_text_is_told(tmp_path: Path) -> None:
    """It is in the ledger, for whoever looks after the leaflet."""
    leaflet = made(tmp_path, f"{MAIN}<figure><img alt='Never drink mead with it'></figure>")
    assert "Never drink mead with it" in held_back(leaflet)


@pytest.mark.parametrize(
    "said",
    [
        "<table><tr><th>Drink</th><th>With it</th></tr><tr><td>Mead</td><td><img src=cross.png></td></tr></table>",
        "<p>In winter <img src=not.png> drink mead.</p>",
        "<p>In winter <svg><path/></svg> drink mead.</p>",
    ],
)
def test_a_picture_without_words_in_the_text_is_told(tmp_path: Path, said: str) -> None:
    """What it says is lost on whoever reads the text alone."""
    assert told_wordless(1)[0] in made(tmp_path, MAIN + said).repairs


def headings_over(leaflet: Leaflet, words: str) -> str:
    """The innermost heading over the passage with these words."""
    return next(found.heading[-1] for found in passages_of(leaflet) if words in found.text)


def test_a_hidden_part_is_kept_back(tmp_path: Path) -> None:
    """A paragraph as well, though it sounds like advice."""
    leaflet = made(tmp_path, f"{MAIN}<p hidden>You must never take it with milk.</p><p>Take it with water.</p>")
    assert "milk" not in shown(leaflet)
    assert "You must never take it with milk." in held_back(leaflet)
    assert "Take it with water." in shown(leaflet)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            "<tr><th rowspan=2>Age</th><th colspan=2>Dose</th></tr><tr><th>Morning</th><th>Evening</th></tr>"
            "<tr><td>Adult</td><td>10 mg</td><td>20 mg</td></tr>",
            ["Age | Dose", "Age | Morning | Evening", "Adult | 10 mg | 20 mg"],
            id="headings over two columns",
        ),
        pytest.param(
            "<tr><th>Age</th><th>Morning</th><th>Evening</th></tr>"
            "<tr><td colspan=2>Nobody under 18</td><td>20 mg</td></tr>",
            ["Nobody under 18 | | 20 mg"],
            id="a cell over two columns",
        ),
        pytest.param(
            "<tr><th>Age</th><th>Morning</th><th>Evening</th></tr>"
            "<tr><td rowspan=2>Adult</td><td rowspan=2>10 mg</td><td>20 mg</td></tr><tr><td>30 mg</td></tr>",
            ["Age: Adult; Morning: 10 mg; Evening: 20 mg", "Age: Adult; Morning: 10 mg; Evening: 30 mg"],
            id="two cells over two rows",
        ),
        pytest.param(
            "<tr><th>Age</th><th>Morning</th><th>Evening</th></tr>"
            "<tr><td>Adult</td><td>10 mg</td><td rowspan=2>20 mg</td></tr><tr><td>Child</td></tr>",
            ["Age: Adult; Morning: 10 mg; Evening: 20 mg", "Age: Child; Evening: 20 mg"],
            id="a row with a column left empty",
        ),
        pytest.param(
            "<thead><tr><th rowspan=3>Age</th><th>Dose</th></tr></thead>"
            "<tbody><tr><td>Adult</td><td>10 mg</td></tr></tbody>",
            ["Age: Adult; Dose: 10 mg"],
            id="no further than its part of the table",
        ),
        pytest.param(
            "<tr><th>Age</th><th>Dose</th></tr><tr><td rowspan=2>Adult</td>"
            "<td>10 mg</td></tr><tr><td>20 mg <table><tr><td>or half of it</td></tr></table></td></tr>",
            ["Age: Adult; Dose: 10 mg", "Age: Adult; Dose: 20 mg", "or half of it"],
            id="a table in a cell",
        ),
    ],
)
def test_no_dose_moves_under_another_heading(tmp_path: Path, table: str, rows: list[str]) -> None:
    """However far cells reach: under its own heading, or under none."""
    leaflet = made(tmp_path, f"{MAIN}<h2>Doses</h2><table>{table}</table>")
    assert [found.text for found in passages_of(leaflet) if "Doses" in found.heading] == rows


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            "<caption>Never <b>with</b> mead</caption><tr><th>Age</th><th>Dose</th></tr>"
            "<tr><td>9</td><td>10 mg</td></tr>",
            {"Age: 9; Dose: 10 mg": ("Never with mead:",)},
            id="a caption",
        ),
        pytest.param(
            "<caption>Nobody else may take it.</caption><tr><td>Ann</td><td>10 mg</td></tr>",
            {"Ann: 10 mg": ("Nobody else may take it.",)},
            id="a caption that is a sentence",
        ),
        pytest.param(
            "<thead><tr><th>Age</th><th>Dose</th></tr></thead><tbody><tr><td>9</td><td>1 mg</td></tr>"
            "<tr><td colspan=2>Not at night</td></tr><tr><td>10</td><td>2 mg</td></tr>"
            "<tr><th colspan=2>At night</th></tr><tr><td>11</td><td>3 mg</td></tr></tbody>",
            {
                "Age: 9; Dose: 1 mg": (),
                "Age: 10; Dose: 2 mg": ("Not at night:",),
                "Age: 11; Dose: 3 mg": ("At night:",),
            },
            id="rows that are one cell",
        ),
        pytest.param(
            "<tr><td colspan=2><ul><li>Walk.</li></ul></td></tr><tr><td>Ann</td><td>1 mg</td></tr>",
            {"Ann: 1 mg": ()},
            id="a part of the page",
        ),
    ],
)
def test_what_stands_over_rows_is_what_they_hang_on(
    tmp_path: Path, table: str, rows: dict[str, tuple[str, ...]]
) -> None:
    """It may be the "not" of what they say."""
    leads = leads_in(made(tmp_path, f"{MAIN}<h2>Doses</h2><table>{table}</table><p>You may walk as you like.</p>"))
    assert {words: leads.get(words) for words in rows} == rows
    assert leads["You may walk as you like."] == ()


def test_a_caption_stands_over_every_part_of_its_table(tmp_path: Path) -> None:
    """Also below a row that is one cell; where nothing is under such a row, it leads to nothing."""
    table = (
        "<caption>Only if told</caption><tr><td colspan=2>By day</td></tr><tr><td>Ann</td><td>1 mg</td></tr>"
        "<tr><td colspan=2>At night</td></tr><tr><td>Bob</td><td>2 mg</td></tr><tr><td colspan=2>Ring us</td></tr>"
    )
    found = passages_of(made(tmp_path, f"{MAIN}<h2>Doses</h2><table>{table}</table>"))
    assert [(passage.heading, passage.text) for passage in found if "Doses" in passage.heading] == [
        (("Doses", "Only if told: By day:"), "Ann: 1 mg"),
        (("Doses", "Only if told: At night:"), "Bob: 2 mg"),
        (("Doses",), "Ring us"),
    ]


def test_a_list_of_terms_keeps_each_under_its_term(tmp_path: Path) -> None:
    """A term may be the "not" of what is said of it, and two may stand over one."""
    terms = (
        "<dl><div><dt><b>Do not</b></dt><dd>drink wine</dd><dd><p>wax your legs</p></dd></div>"
        "<dt>In summer.</dt><dt>In spring:</dt><dd>wear a hat</dd><dt>May I smoke?</dt><dd>no, never</dd></dl>"
    )
    found = passages_of(made(tmp_path, f"{MAIN}<h2>Rules</h2>{terms}<p>Ring us at any time of the day.</p>"))
    assert [(passage.heading, passage.text) for passage in found if passage.heading[:1] == ("Rules",)] == [
        (("Rules", "Do not:"), "drink wine"),
        (("Rules", "Do not:"), "wax your legs"),
        (("Rules", "In summer; In spring:"), "wear a hat"),
        (("Rules", "May I smoke?"), "no, never"),
        (("Rules", "May I smoke?"), "Ring us at any time of the day."),
    ]


def test_words_after_an_inner_list_stay_after_it(tmp_path: Path) -> None:
    """Not joined to those before it, where they would say something else."""
    inner = "<ul><li>Do not take it with<ul><li>milk</li><li>tea</li></ul>Water is fine.</li><li>Keep it dry.</li></ul>"
    text = made(tmp_path, MAIN + inner).text
    assert "- Do not take it with\n    - milk\n    - tea\n\nWater is fine.\n\n- Keep it dry." in text


@pytest.mark.parametrize(
    ("rules", "leads"),
    [
        pytest.param(
            "<ul><li>Never:<ul><li>ski</li><li>dive</li></ul></li><li>Feel free to:<ul><li>knit</li></ul></li></ul>",
            {"ski": ("Never:",), "dive": ("Never:",), "Feel free to:": (), "knit": ("Feel free to:",)},
            id="bullets",
        ),
        pytest.param(
            "<ol><li><p>It is unwise to</p><ul><li>ski</li></ul></li>"
            "<li><p>It is fine to</p><ol><li>knit</li></ol></li></ol>",
            {"ski": ("It is unwise to",), "knit": ("It is fine to",)},
            id="steps and bullets, in paragraphs",
        ),
        pytest.param(
            "<ul><li>Never:</li><ul><li>ski</li></ul><li>Feel free to:</li><ol><li>knit</li></ol></ul>",
            {"ski": ("Never:",), "Feel free to:": (), "knit": ("Feel free to:",)},
            id="a list between the items of another",
        ),
        pytest.param(
            "<ul><li>Never<ol><li>ski<ul><li>uphill</li></ul></li></ol></li><li>Knit.</li></ul>",
            {"ski": ("Never",), "uphill": ("Never", "ski"), "Knit.": ()},
            id="three deep",
        ),
        pytest.param(
            "<ul><li>Never<dl><dt>In winter</dt><dd>ski</dd></dl></li><li>Knit.</li></ul>",
            {"ski": ("Never", "In winter:"), "Knit.": ()},
            id="terms in an item",
        ),
        pytest.param(
            "<ul><li>Never<ul><li>ski</li></ul>Nor:<ul><li>dive</li></ul></li><li>Knit.</li></ul>",
            {"ski": ("Never",), "dive": ("Never", "Nor:"), "Knit.": ()},
            id="words between two lists of an item",
        ),
        pytest.param("<ul><li><ul><li>ski</li></ul></li><li>Knit.</li></ul>", {"Knit.": ()}, id="no words of its own"),
    ],
)
def test_an_item_hangs_on_the_item_that_it_is_under(
    tmp_path: Path, rules: str, leads: dict[str, tuple[str, ...]]
) -> None:
    """However deep: it may be the "not" of what is said, and what stands beside it never is."""
    contexts = leads_in(made(tmp_path, f"{MAIN}<h2>Rules</h2>{rules}"))
    assert {words: contexts[words] for words in leads} == leads


def test_steps_are_counted_from_where_the_page_begins(tmp_path: Path) -> None:
    """A list that goes on after a paragraph has its own numbers."""
    steps = "<ol><li>Wash.</li></ol><p>Wait.</p><ol start='4'><li>Swallow.</li><li>Drink.</li></ol>"
    text = made(tmp_path, MAIN + steps).text
    assert "1. Wash." in text
    assert "4. Swallow.\n5. Drink." in text


def test_a_step_keeps_the_number_that_its_page_gives_it(tmp_path: Path) -> None:
    """Also in a list in a list, after a step without words, and where a number is none."""
    inner = "<ol><li value='4'>Sit down.</li></ol>"
    steps = f"<li value='3'>Wash.</li><li> </li><li>Swallow.{inner}</li><li value='x'>Drink.</li><li value=9>Rest.</li>"
    text = made(tmp_path, f"{MAIN}<ol>{steps}</ol>").text
    assert "3. Wash.\n5. Swallow.\n    4. Sit down.\n6. Drink.\n9. Rest." in text


def test_steps_that_are_counted_down_keep_their_numbers(tmp_path: Path) -> None:
    """From how many there are, or from where the page begins."""
    steps = "<li>Swallow.</li><li>Wash.</li>"
    text = made(
        tmp_path, f"{MAIN}<ol reversed>{steps}</ol><p>Wait.</p><ol reversed start=9><li>Rest.</li><li>Go.</li></ol>"
    )
    assert "2. Swallow.\n1. Wash." in text.text
    assert "9. Rest.\n8. Go." in text.text


def test_a_number_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    """The page is read all the same."""
    assert (
        "1. Wash.\n2. Rest." in made(tmp_path, f"{MAIN}<ol><li value='{'9' * 5000}'>Wash.</li><li>Rest.</li></ol>").text
    )


def test_a_line_in_bold_is_a_heading(tmp_path: Path) -> None:
    """As pages write that have no others."""
    leaflet = made(tmp_path, f"{MAIN}<p><b>Do not take it</b></p><ul><li>if you are pregnant</li></ul>")
    (passage,) = (found for found in passages_of(leaflet) if found.text == "if you are pregnant")
    assert passage.heading[-1] == "Do not take it"


def test_short_paragraphs_stay_under_their_heading(tmp_path: Path) -> None:
    """Also the last of them, before the next heading."""
    short = (
        "<h2>Stop at once and ring us</h2><p>Blood in the stool</p><p>Yellow eyes</p><h2>Go on with</h2><p>Dry lips</p>"
    )
    leaflet = made(tmp_path, MAIN + short)
    said = {words: found.heading for found in passages_of(leaflet) for words in found.text.split("\n\n")}
    assert {words: said[words][-1] for words in ("Blood in the stool", "Yellow eyes", "Dry lips")} == {
        "Blood in the stool": "Stop at once and ring us",
        "Yellow eyes": "Stop at once and ring us",
        "Dry lips": "Go on with",
    }


def test_the_title_is_the_articles_and_not_the_sites(tmp_path: Path) -> None:
    """Also where the site's name is the first heading of the page."""
    page = PAGE.format(main=MAIN, charset="utf-8").replace("<nav>", "<h1>Northbridge</h1><nav>")
    (tmp_path / "leaf.html").write_text(page, encoding="utf-8")
    assert read(tmp_path / "leaf.html").source.title == papers.TITLE


def test_general_rules_hold_for_the_main_part(tmp_path: Path) -> None:
    """A sales link inside the text is kept back by its sentence."""
    link = "<p>Some order at https://example.test/buy-pills-online/ now. Keep it away from children.</p>"
    leaflet = made(tmp_path, MAIN + link)
    assert "example.test" not in shown(leaflet)
    assert "Keep it away from children." in shown(leaflet)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_page_is_read_in_the_encoding_that_it_names(tmp_path: Path, charset: str) -> None:
    """Letters beyond ASCII come out as they were written."""
    leaflet = made(tmp_path, f"{MAIN}<p>“Café” at 25 °C – that’s fine.</p>", charset)
    assert "“Café” at 25 °C – that’s fine." in shown(leaflet)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        "<html><body><nav><a href='/'>Start</a></nav><script>draw()</script></body></html>",
        f"<html><body>{''.join(f'<a href=/{n}>What to know, part {n}</a> ' for n in range(30))}</body></html>",
        "<?xml version='1.0' encoding='utf-8'?><html><body></body></html>",
        "<!-- nothing -->",
        "<div>" * 5000,
    ],
)
def test_a_page_without_a_main_part_is_refused(tmp_path: Path, page: str) -> None:
    """Also one that is drawn by a script, or is broken: a sentence that names the file."""
    (tmp_path / "leaf.html").write_text(page, encoding="utf-8")
    with pytest.raises(LeafletUnreadable, match=r"leaf\.html"):
        read(tmp_path / "leaf.html")


def test_a_page_saved_with_its_pictures_is_read(tmp_path: Path) -> None:
    """In one file, as browsers do, in the encoding that stands in its head."""
    page = PAGE.format(main=f"{MAIN}<p>Keep it under 25 °C.</p>", charset="x")
    message = MIMEMultipart("related")
    message.attach(MIMEText(page, "html", "iso-8859-1"))
    message.attach(MIMEImage(b"\x89PNG", "png"))
    (tmp_path / "leaf.mhtml").write_bytes(message.as_bytes())
    leaflet = read(tmp_path / "leaf.mhtml")
    assert leaflet.source.title == papers.TITLE
    assert "Keep it under 25 °C." in shown(leaflet)


@pytest.mark.parametrize("raw", [b"Take it with food.", b"Content-Type: text/plain\n\nTake it.", b"\xff\0\n\n"])
def test_an_archive_without_a_page_is_refused(tmp_path: Path, raw: bytes) -> None:
    """It names the file."""
    (tmp_path / "leaf.mht").write_bytes(raw)
    with pytest.raises(LeafletUnreadable, match=r"leaf\.mht holds no web page"):
        read(tmp_path / "leaf.mht")

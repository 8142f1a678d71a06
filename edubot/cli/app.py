"""Every command and its options on one page; what a command needs is imported when it is called."""

from pathlib import Path
from typing import Annotated

import typer

from edubot import __version__
from edubot.cli.asking import Asking
from edubot.cli.index_app import index_app
from edubot.cli.options import Country, Index, Json
from edubot.cli.output import told_in_a_sentence
from edubot.errors import BadInput

app = typer.Typer(name="edubot", pretty_exceptions_enable=False, rich_markup_mode=None)
app.add_typer(index_app, name="index", help="Look at the versions of an index, and put another in use.")


@app.callback(invoke_without_command=True)
def edubot(
    context: typer.Context,
    index: Index = None,
    country: Country = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Ask medicine leaflets in your own words; the answers are theirs, word for word.

    Without a command this opens the chat: on a screen, or line by line where the terminal cannot draw one.
    """
    if version:
        print(f"edubot {__version__}")
        return
    with told_in_a_sentence():
        if context.invoked_subcommand is None:
            from edubot.cli.chat import run_chat

            raise typer.Exit(run_chat(index, country))
        if index or country:
            raise BadInput(f"An option stands before {context.invoked_subcommand!r}", "Put it behind the command")


@app.command()
def chat(
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, for screen readers: no boxes, no moving cursor.")
    ] = False,
    index: Index = None,
    country: Country = None,
) -> None:
    """Open the chat, as edubot alone does."""
    with told_in_a_sentence():
        from edubot.cli.chat import run_chat

        raise typer.Exit(run_chat(index, country, plain))


@app.command()
def serve(
    index: Index = None,
    country: Country = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; as it stands, this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Which port.")] = 8000,
    visitors: Annotated[
        int, typer.Option("--visitors", metavar="N", min=1, help="How many at the same time; each takes some 50 MB.")
    ] = 4,
    idle: Annotated[
        float, typer.Option("--idle", metavar="MINUTES", min=0.05, help="After how long an idle sitting ends.")
    ] = 10,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name this machine is asked by; may be given more than once."),
    ] = None,
) -> None:
    """Put the chat in a browser, for the screen of a ward: a process a visitor, nothing kept."""
    with told_in_a_sentence():
        from edubot.cli.serve import run_serve

        run_serve(index, country, host, port, visitors, idle, names or ())


@app.command(cls=Asking)
def ask(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTION]", help="What to ask; standard input if left out.")
    ] = None,
    as_json: Json = False,
    batch: Annotated[
        str | None, typer.Option("--batch", metavar="FILE", help='JSON lines {"id", "text"}; - for standard input.')
    ] = None,
    index: Index = None,
    country: Country = None,
) -> None:
    """Answer a question with the passages that answer it, word for word, and both warnings."""
    with told_in_a_sentence():
        from edubot.process import Finished, hasten

        hasten()
        from edubot.cli.ask import run_ask

        question = " ".join(words) if words else None  # who forgets the quotation marks is heard all the same
        raise Finished(run_ask(question, as_json, batch, index, country))


@app.command()
def build(
    place: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER|FILE.jsonl]", help="Leaflets; the bundled ones if left out.")
    ] = None,
    index: Index = None,
    encoder: Annotated[
        str | None,
        typer.Option("--encoder", metavar="NAME_OR_FOLDER", help="A sentence-transformers model on this machine."),
    ] = None,
    no_curation: Annotated[
        bool, typer.Option("--no-curation", help="For evaluation: leave every curation aside, and show what it hides.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop where a leaflet cannot be read.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only ask whether the index is up to date and whole.")] = False,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="FILE", help="Also say which gold questions lose their evidence.")
    ] = None,
    keep: Annotated[int, typer.Option("--keep", metavar="N", min=2, help="Versions that stay, to go back to.")] = 5,
    wait: Annotated[bool, typer.Option("--wait", help="Wait where another build is running.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Build again whenever a leaflet is saved.")] = False,
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="ADDRESS", help="Read and encode on Ray: local, auto or HOST:PORT."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a build.")] = False,
) -> None:
    """Build the index of some leaflets, put it in use, and say what that changed."""
    with told_in_a_sentence():
        if ray and check:
            raise BadInput("--check encodes nothing, so that --ray has nothing to do", "Leave one of them out")
        if ray:
            from edubot.cli.last_word import stand_by

            stand_by()
        from edubot.cli.build import Wanted, run_build, run_check

        wanted = Wanted(place, index, encoder, not no_curation, strict, keep, gold, as_json, wait, watch, ray)
        (run_check if check else run_build)(wanted)


@app.command()
def check(
    place: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER|FILE]", help="Leaflets; those of the index if left out.")
    ] = None,
    index: Index = None,
    passages: Annotated[
        bool, typer.Option("--passages", help="Also print every passage as patients will see it.")
    ] = False,
    no_curation: Annotated[bool, typer.Option("--no-curation", help="As if there were no curation.")] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Write a first .toml beside each leaflet that has none.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write one page of HTML to read side by side.")
    ] = None,
    months: Annotated[
        int | None,
        typer.Option("--months", metavar="N", min=1, help="Age from which a leaflet should be read again; else 12."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read leaflets before patients do: what they will see, what is left out and why, and what to mend.

    Without a folder also every sentence that edubot says itself: its age, its reading grade and its sources.
    """
    with told_in_a_sentence():
        if init:
            from edubot.cli.first_curations import run_check_init

            run_check_init(place, index, alone=not (passages or no_curation or as_json or months or page))
            return
        from edubot.cli.check import Wanted, run_check_leaflets

        run_check_leaflets(Wanted(place, index, not no_curation, passages, as_json, months, page))


@app.command()
def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS", help="Gold questions or queries, JSON lines; or a BEIR folder.")
    ],
    index: Index = None,
    qrels: Annotated[
        Path | None, typer.Option("--qrels", metavar="FILE", help="Judgements of documents, TREC or BEIR.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Score another system: what edubot ask --batch would print."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="PATH", help="Compare with another index, a TREC run or answers."),
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", metavar="NAME", help="As ir-measures calls it; may be repeated.")
    ] = None,
    ablation: Annotated[bool, typer.Option("--ablation", help="Also with parts of retrieval switched off.")] = False,
    failures: Annotated[int, typer.Option("--failures", metavar="N", min=0, help="How many failures to list.")] = 10,
    as_json: Json = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help="Write one page of HTML that can be sent on.")
    ] = None,
    save_run: Annotated[Path | None, typer.Option("--save-run", metavar="FILE", help="Write the TREC run.")] = None,
    save_qrels: Annotated[
        Path | None, typer.Option("--save-qrels", metavar="FILE", help="Write the TREC judgements.")
    ] = None,
    save_beir: Annotated[
        Path | None, typer.Option("--save-beir", metavar="DIR", help="Write corpus, queries and qrels as BEIR does.")
    ] = None,
) -> None:
    """Measure retrieval accuracy: how often the words that answer are among the first words shown."""
    with told_in_a_sentence():
        from edubot.cli.evaluate import Wanted, run_evaluate

        run_evaluate(
            Wanted(
                questions,
                index,
                qrels,
                answers,
                against,
                tuple(measure or ()),
                ablation,
                failures,
                as_json,
                report,
                save_run,
                save_qrels,
                save_beir,
            )
        )

"""serve: the bot, in Telegram or in this terminal."""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.collection import add_samples
from bot.cli.console import Json, here, opened_library, print_json, print_result, say, tell, waiting
from bot.figures import set_up_logging
from bot.settings import load_settings
from bot.state import State
from bot.terminal import Terminal
from bot.wiring import (
    build_answer_reader,
    build_desk,
    build_encoder,
    build_quote_reader,
)
from index.errors import NotFoundError
from index.identity.aliases import (
    FILE_NAME,
    Correction,
    add_correction,
    read_aliases,
    remove_correction,
)
from index.types import PUBLIC
from retrieval.question.spelling import load_dictionaries

log = logging.getLogger(__name__)


def serve(
    sample: Annotated[
        bool, typer.Option(help="Add the sample articles first where there are no articles.")
    ] = False,
) -> None:
    """Run the bot: in Telegram with a token, else in this terminal."""
    with opened_library() as (settings, library):
        if sample and library.store.count(frozenset({PUBLIC})) == 0:
            add_samples(library)
        desk = build_desk(settings, library, tell)
        if settings.token:
            # Imported here, for a terminal must not wait for the Telegram library.
            from bot.telegram.serve import serve as serve_telegram

            set_up_logging(settings)
            if settings.foreign_api:
                told = f"the token goes to {settings.foreign_api}, as .env in this folder says"
                log.warning("%s", told)
                tell(f"qawl: WARNING: {told}; if you did not mean that, remove QAWL_API_URL there")
            asyncio.run(serve_telegram(settings, desk, load_dictionaries))
            return
        asker = here(settings)
        terminal = Terminal(desk, asker)
        if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
            tell(asker.words("terminal.no_token"))
            terminal.chat()
        else:
            terminal.samples()


def prepare(
    sentence_transformers: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write the embedded model there for torch instead."),
    ] = None,
) -> None:
    """Make the files of the models now, not at the first start and with the first article."""
    settings = load_settings()
    if sentence_transformers is not None:
        from index.encoder.st_folder import build_folder

        tell("Writing the model (470 MB)")
        say(str(build_folder(sentence_transformers, settings.cache_dir, progress=tell)))
        return
    say(build_encoder(settings, tell).name)
    if quotes := build_quote_reader(settings, tell):
        quotes.prepare()
        say(quotes.name)
    if answers := build_answer_reader(settings, tell):
        say(answers.name)


def doctor(as_json: Json = False) -> None:
    """Look at settings, disk, model, index, token and clock, and say what to do."""
    from bot.doctor import examine

    found = []
    for finding in examine(load_settings(), tell):
        found.append(finding)
        if not as_json:
            sign = {True: "ok", False: "BAD", None: "-"}[finding.ok]
            say(f"{sign:3}  {finding.name}: {finding.message}")
            if finding.advice:
                say(f"     {finding.advice}")
    bad = any(finding.ok is False for finding in found)
    if as_json:
        print_json({"ok": not bad, "findings": [asdict(finding) for finding in found]})
    if bad:
        raise typer.Exit(1)


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write (.zip).")],
    as_json: Json = False,
) -> None:
    """Write articles and state into one archive, while the bot may be running."""
    from bot.backup import write_backup

    manifest = write_backup(load_settings(), file)
    print_result(manifest, f"{manifest['articles']} articles are in {file}.", as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `qawl backup` wrote.")],
    force: Annotated[bool, typer.Option(help="Overwrite articles that are there.")] = False,
    damaged: Annotated[
        bool, typer.Option(help="Bring back only articles that are damaged here.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a backup into the data folder and build its index. Stop the bot before."""
    from bot.restore import read_backup, restore_damaged

    settings = load_settings()
    if damaged:
        with opened_library(settings) as (_, library):
            back = restore_damaged(settings, library, file)
            left = library.check()
        manifest: dict[str, Any] = {"articles": len(back), "restored": back}
    else:
        manifest = read_backup(settings, file, force=force)
        with opened_library(settings) as (_, library), waiting("building the index") as progress:
            library.build(progress)
            left = library.check()
    line = f"{manifest['articles']} articles are back."
    print_result({**manifest, "problems": left}, line, as_json=as_json)
    for problem in () if as_json else left:
        tell(problem)
    if left:
        raise typer.Exit(1)


def feedback(
    correct: Annotated[str, typer.Option(help="The id of a saying that is somebody else's.")] = "",
    speaker: Annotated[str, typer.Option(help="With --correct: whose it is.")] = "",
    undo: Annotated[str, typer.Option(help="The id of a saying: take a correction back.")] = "",
    as_json: Json = False,
) -> None:
    """List what readers thought of answers and the speakers that they doubt; correct a speaker."""
    if correct or undo:
        _correct(correct or undo, speaker if correct else None)
        return
    with opened_library() as (settings, library):
        state = State(library.store.database)
        votes, doubts = state.votes(), state.doubts()
        owners = read_aliases(settings.data_dir / FILE_NAME).correct
    if as_json:
        corrections = [asdict(one) for one in owners]
        print_json({"votes": votes, "wrong_speakers": doubts, "corrections": corrections})
        return
    for doubt in doubts:
        typer.echo(f"speaker? x{doubt['times']}  {doubt['article_id']} saying {doubt['saying']}")
    for one in owners:
        say(f"corrected  {one.article} saying {one.saying}: {one.speaker}")
    for vote in votes:
        places = ", ".join(f"{s['article']} {s['start']}-{s['end']}" for s in vote["sentences"])
        say(f"{vote['vote']:4}  {places}")


def _correct(saying: str, speaker: str | None) -> None:
    with opened_library() as (settings, library):
        path = settings.data_dir / FILE_NAME
        article = library.store.article_of(saying)
        if article is None:
            raise NotFoundError(f"no saying {saying}; `qawl quotes --json` lists them.")
        if speaker is not None:
            add_correction(path, Correction(saying, article, speaker))
        elif not remove_correction(path, saying):
            raise NotFoundError(
                f"nobody corrected the saying {saying}; `qawl feedback` lists them."
            )
        library.put_back(library.store.article(article, library.store.collections_of(article)))
    say(f"{saying}: {speaker}" if speaker else f"{saying}: as the article was read")


def register(app: typer.Typer) -> None:
    for command in (serve, prepare, doctor, backup, restore, feedback):
        app.command()(command)

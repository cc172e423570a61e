"""`debiet messages`: the words on screens, from the sources to the compiled translations.

Sources are English; `debiet/locale/<language>/LC_MESSAGES/django.po` holds what people translate,
`django.mo` beside it what Django reads; both are kept with the sources. Files come out the same
for the same sources: sorted, without dates and line numbers. Babel, a tool for development, does
the work, so neither GNU gettext nor anything else outside Python is needed.
"""

import gettext
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("nl", "fr")
KEYWORDS = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# What names a text in every catalog: its context and its (singular) source.
Key = tuple[str | None, str]


def register(app: typer.Typer) -> None:
    """Add `debiet messages …` to the commands."""
    messages = typer.Typer(help="Translate the words on screens.", no_args_is_help=True)
    messages.command("extract")(extract)
    messages.command("compile")(compile_all)
    messages.command("check")(check)
    app.add_typer(messages, name="messages")


def extract() -> None:
    """Bring the translation files up to date with the sources."""
    source = source_catalog(PACKAGE)
    for language in LANGUAGES:
        merged, dropped = merge(source, read(po_file(PACKAGE, language), language), language)
        po_file(PACKAGE, language).parent.mkdir(parents=True, exist_ok=True)
        po_file(PACKAGE, language).write_bytes(written(merged, language))
        open_ones = sum(1 for message in texts(merged) if not translated(message))
        typer.echo(f"{language}: {len(merged)} texts, {open_ones} not translated.")
        for message in dropped:
            typer.echo(f"{language}: no longer used: {singular(message)!r}")


def compile_all() -> None:
    """Write what Django reads, for each language."""
    for language in LANGUAGES:
        catalog = read(po_file(PACKAGE, language), language)
        target = mo_file(PACKAGE, language)
        # A file with the same content stays as it is: its header would only differ by a date.
        if compiled(target) != compilable(catalog):
            target.write_bytes(binary(catalog))
        typer.echo(f"{language}: {target.name} has {len(compilable(catalog))} texts.")


def check() -> None:
    """Fail if a text lacks its translation, or a file is behind the sources."""
    found = list(problems(PACKAGE))
    for problem in found:
        typer.echo(problem, err=True)
    if found:
        typer.echo("Run: debiet messages extract, translate, debiet messages compile.", err=True)
        raise typer.Exit(1)
    typer.echo("All texts are translated and compiled.")


def problems(package: Path) -> Iterator[str]:
    """Yield what is wrong with the translations of a package, a line each."""
    source = source_catalog(package)
    for language in LANGUAGES:
        catalog = read(po_file(package, language), language)
        wanted = {key(message) for message in texts(source)}
        present = {key(message): message for message in texts(catalog)}
        for missing in sorted(wanted - set(present), key=str):
            yield f"{language}: not in the file: {missing[1]!r}"
        for unused in sorted(set(present) - wanted, key=str):
            yield f"{language}: not in the sources: {unused[1]!r}"
        for obsolete in catalog.obsolete.values():
            yield f"{language}: obsolete: {singular(obsolete)!r}"
        for message in present.values():
            yield from faults(message, catalog, language)
        if compiled(mo_file(package, language)) != compilable(catalog):
            yield f"{language}: django.mo is behind django.po"


def faults(message: "Message", catalog: "Catalog", language: str) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if not translated(message):
        yield f"{language}: not translated: {singular(message)!r}"
    elif message.fuzzy:
        yield f"{language}: not sure: {singular(message)!r}"
    else:
        for error in message.check(catalog):
            yield f"{language}: {error}: {singular(message)!r}"


def source_catalog(package: Path) -> "Catalog":
    """Return every text in a package's Python files and templates."""
    from babel.messages.catalog import Catalog

    catalog = Catalog()
    for path in sources(package):
        for context, message, comments in found_in(path):
            catalog.add(message, context=context, auto_comments=comments)
    return catalog


def sources(package: Path) -> list[Path]:
    """Return the files that can hold texts, in a fixed order."""
    python = (path for path in package.rglob("*.py") if "migrations" not in path.parts)
    templates = (
        path
        for ending in ("*.html", "*.txt", "*.xml")
        for path in package.rglob(ending)
        if "templates" in path.parts
    )
    return sorted([*python, *templates])


def found_in(path: Path) -> Iterator[tuple[str | None, "str | tuple[str, ...]", list[str]]]:
    """Yield context, text (or singular and plural) and hints for translators from one file."""
    from babel.messages.extract import extract as extract_texts

    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Outside of texts only X and blanks are left; blanks in front would read as indentation.
        content = re.sub(r"^[ \t]+", "", templatize(content, origin=str(path)), flags=re.MULTILINE)
    for _line, message, comments, context in extract_texts(
        "python", BytesIO(content.encode()), KEYWORDS, ("Translators:",), strip_comment_tags=True
    ):
        if message and message != ("",):
            yield context, message, comments


def merge(source: "Catalog", earlier: "Catalog", language: str) -> "tuple[Catalog, list[Message]]":
    """Return the sources' texts with their earlier translations, and what is no longer used."""
    from babel.messages.catalog import Catalog

    known = {key(message): message for message in texts(earlier)}
    merged = Catalog(locale=language)
    for message in texts(source):
        before = known.pop(key(message), None)
        # A text that became plural, or no longer is, must be translated anew.
        kept = before is not None and before.pluralizable == message.pluralizable
        merged.add(
            message.id,
            string=before.string if before is not None and kept else None,
            context=message.context,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            flags={"fuzzy"} if before is not None and before.fuzzy else (),
        )
    return merged, list(known.values())


def read(path: Path, language: str) -> "Catalog":
    """Return a translation file's content, an empty catalog where there is no file yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: "Catalog", language: str) -> bytes:
    """Return a catalog as the text of a translation file."""
    from babel.messages.pofile import write_po

    header = [
        'msgid ""',
        'msgstr ""',
        r'"Content-Type: text/plain; charset=utf-8\n"',
        r'"Content-Transfer-Encoding: 8bit\n"',
        rf'"Language: {language}\n"',
        rf'"Plural-Forms: {catalog.plural_forms}\n"',
    ]
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return "\n".join([*header, "", ""]).encode() + body.getvalue().strip() + b"\n"


def binary(catalog: "Catalog") -> bytes:
    """Return a catalog in the form that Django reads."""
    from babel.messages.mofile import write_mo

    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def compilable(catalog: "Catalog") -> dict[object, str]:
    """Return what a compiled catalog holds."""
    return entries(binary(catalog))


def compiled(path: Path) -> dict[object, str]:
    """Return what a compiled file holds, nothing where there is no file."""
    return entries(path.read_bytes()) if path.exists() else {}


def entries(content: bytes) -> dict[object, str]:
    """Return the translations in a compiled catalog, its header left out."""
    catalog = gettext.GNUTranslations(BytesIO(content))._catalog  # type: ignore[attr-defined]
    return {source: text for source, text in catalog.items() if source != ""}


def texts(catalog: "Catalog") -> "Iterable[Message]":
    """Return a catalog's messages without its header."""
    return [message for message in catalog if message.id]


def key(message: "Message") -> Key:
    """Return what names a message in every language."""
    return message.context, singular(message)


def singular(message: "Message") -> str:
    """Return a message's source, in the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def translated(message: "Message") -> bool:
    """Return whether every form of a message has its translation."""
    words = message.string
    forms = [words] if isinstance(words, str) else list(words or ())
    return bool(forms) and all(forms)


def po_file(package: Path, language: str) -> Path:
    """Return where people translate."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def mo_file(package: Path, language: str) -> Path:
    """Return what Django reads."""
    return po_file(package, language).with_suffix(".mo")

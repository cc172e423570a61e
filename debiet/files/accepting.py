"""What is taken of a file that somebody chose in a form, and what is done to it first."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from debiet.core.errors import Refused
from debiet.files.pictures import is_drawable, redrawn
from debiet.files.recognizing import media_type_of
from debiet.rules.files import TAKEN, FileKind, clean_name, ending_of, kind_of


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a form, before it is stored."""

    name: str
    content: bytes


class EmptyFile(Refused):
    """There is nothing in it."""

    code = "files.empty"
    message = _("There is nothing in this file. Choose it again.")


class KindNotTaken(Refused):
    """It is no kind of file that a form asks for."""

    code = "files.kind-not-taken"
    message = _(
        "We cannot take this kind of file. Choose a photo (JPG or PNG), a PDF, a text, or a "
        "document of Word, Excel or LibreOffice."
    )


def accepted(name: str, content: bytes, *, is_redrawn: bool) -> SentFile:
    """Return a file as it is taken from a form, under a clean name.

    :param is_redrawn: whether pictures are drawn anew, so that a photo does not say where it was
        taken
    :raises Refused: if it is empty, of a kind that is not asked for, or a picture that cannot be
        drawn
    """
    if not content:
        raise EmptyFile
    media_type = media_type_of(content, name=name)
    known = TAKEN.get(media_type)
    if known is None or not known.is_asked or kind_of(media_type, name) is FileKind.DANGEROUS:
        raise KindNotTaken
    if is_redrawn and is_drawable(media_type):
        content, media_type = redrawn(content)
    return SentFile(_named(name, media_type), content)


def _named(name: str, media_type: str) -> str:
    """Return a name that ends as its content is, so that no program takes it for another thing."""
    clean = clean_name(name, media_type=media_type)
    ending, endings = ending_of(clean), TAKEN[media_type].endings
    if ending in endings or media_type == "text/plain":
        return clean
    is_of_another = any(ending in other.endings for other in TAKEN.values())
    stem = clean[: -len(ending) - 1] if is_of_another else clean
    return clean_name(f"{stem}.{endings[0]}", media_type=media_type)

"""The words for files on both sites: `{% load files %}`."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from debiet.core.words import Words
from debiet.rules.files import FileKind
from debiet.rules.mail_files import NotKept

register = template.Library()

KINDS: Mapping[FileKind, Words] = {
    FileKind.PDF: "PDF",
    FileKind.PICTURE: gettext_lazy("picture"),
    FileKind.TEXT: gettext_lazy("text"),
    FileKind.DOCUMENT: gettext_lazy("document"),
    FileKind.SHEET: gettext_lazy("spreadsheet"),
    FileKind.MAIL: gettext_lazy("e-mail message"),
    FileKind.ARCHIVE: gettext_lazy("ZIP file"),
    FileKind.UNKNOWN: gettext_lazy("unknown kind"),
    FileKind.DANGEROUS: gettext_lazy("program or script"),
}
NOT_KEPT = {
    NotKept.TOO_MANY: gettext_lazy("not taken out of the mail: it has too many files"),
    NotKept.TOO_BIG: gettext_lazy("not taken out of the mail: too large"),
    NotKept.EMPTY: gettext_lazy("empty"),
}


@register.filter
def file_kind(kind: FileKind) -> Words:
    """Return what a file is, in a word."""
    return KINDS[kind]


@register.filter
def not_kept(words: str) -> str:
    """Return the words for a file that was not kept, with the reason in the reader's language."""
    what, _colon, code = words.rpartition(": ")
    reason = {str(one): NOT_KEPT[one] for one in NotKept}.get(code)
    return _("%(file)s: %(reason)s") % {"file": what, "reason": reason} if reason else words

"""Choosing files in a form of either site, and saying beside the field what is not right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from debiet.core.errors import Refused
from debiet.files.accepting import SentFile, accepted
from debiet.rules.files import TAKEN

MEGABYTE = 1024 * 1024
"""As sizes are shown in lists."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one form takes."""

    files: int = 5
    file_bytes: int = 10 * MEGABYTE
    total_bytes: int = 25 * MEGABYTE


class FilesInput(forms.FileInput):
    """An input in which several files are chosen at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        asked = [one for one in TAKEN.values() if one.is_asked]
        offered = ",".join(f".{ending}" for one in asked for ending in one.endings)
        super().__init__({"accept": offered, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all that was chosen, not the latest of it."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Files as they are taken: checked, cleaned, and each mistake said by the file's name."""

    widget = FilesInput

    def __init__(self, *, limits: Limits, is_redrawn: bool, **options: Any) -> None:
        self.limits, self.is_redrawn = limits, is_redrawn
        options.setdefault(
            "help_text",
            format_lazy(
                gettext_lazy(
                    "For example a photo or a PDF. At most {files} files of {each} MB each, and "
                    "{together} MB together."
                ),
                files=limits.files,
                each=limits.file_bytes // MEGABYTE,
                together=limits.total_bytes // MEGABYTE,
            ),
        )
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that were chosen, a list of `SentFile`."""
        chosen: Sequence[UploadedFile[Any]] = [one for one in data or [] if one]
        self._check(chosen)
        mistakes, found = [], []
        for one in chosen:
            try:
                found.append(accepted(one.name or "", one.read(), is_redrawn=self.is_redrawn))
            except Refused as refusal:
                mistakes.append(_("%(file)s: %(reason)s") % {"file": one.name, "reason": refusal})
        if mistakes:
            raise ValidationError(mistakes)
        return found

    def _check(self, chosen: "Sequence[UploadedFile[Any]]") -> None:
        limits = self.limits
        if len(chosen) > limits.files:
            raise ValidationError(
                ngettext(
                    "Choose at most %(count)d file.",
                    "Choose at most %(count)d files.",
                    limits.files,
                )
                % {"count": limits.files}
            )
        too_large = [
            _("%(file)s is larger than %(limit)s. Make it smaller or leave it out.")
            % {"file": one.name, "limit": _megabytes(limits.file_bytes)}
            for one in chosen
            if (one.size or 0) > limits.file_bytes
        ]
        if too_large:
            raise ValidationError(too_large)
        if sum(one.size or 0 for one in chosen) > limits.total_bytes:
            raise too_much(limits)


def too_much(limits: Limits) -> ValidationError:
    """Return what is said when everything together is too large."""
    return ValidationError(
        _("Together these files are larger than %(limit)s. Leave some out.")
        % {"limit": _megabytes(limits.total_bytes)}
    )


def _megabytes(count: int) -> str:
    return f"{count // MEGABYTE} MB"


class FormWithFiles(forms.Form):
    """A form with a field `sent_files`, of which a request may have brought more than is read."""

    has_sent_too_much = False

    def clean_sent_files(self) -> list[SentFile]:
        """Return the files; a form that was too large to be read has lost them."""
        field = self.fields["sent_files"]
        if self.has_sent_too_much and isinstance(field, FilesField):
            raise too_much(field.limits)
        return list(self.cleaned_data["sent_files"])

    @property
    def must_choose_again(self) -> bool:
        """Return whether files were chosen that a browser does not fill in a second time."""
        was_sent = self.has_sent_too_much or bool(self.files)
        return self.is_bound and was_sent and bool(self.errors)

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
from debiet.web.kept_files import Keeper, KeptFile

MEGABYTE = 1024 * 1024
"""As sizes are shown in lists."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one form takes."""

    files: int = 5
    file_bytes: int = 10 * MEGABYTE
    total_bytes: int = 25 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Choice:
    """What one sending of a form brought.

    :param tokens: of files that an earlier sending brought, and that are wanted still
    """

    uploads: "list[UploadedFile[Any]]"
    tokens: list[str]


def kept_name(name: str) -> str:
    """Return the name under which a field's kept files are sent again."""
    return f"{name}-kept"


class FilesInput(forms.FileInput):
    """An input in which several files are chosen at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        asked = [one for one in TAKEN.values() if one.is_asked]
        offered = ",".join(f".{ending}" for one in asked for ending in one.endings)
        super().__init__({"accept": offered, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all that was chosen, not the latest of it, and what was kept of earlier tries."""
        chosen = files.getlist(name) if hasattr(files, "getlist") else []
        kept = data.getlist(kept_name(name)) if hasattr(data, "getlist") else []
        return Choice([one for one in chosen if one], list(dict.fromkeys(kept)))


class FilesField(forms.FileField):
    """Files as they are taken: checked, cleaned, and each mistake said by the file's name."""

    widget = FilesInput

    def __init__(self, *, limits: Limits, is_redrawn: bool, **options: Any) -> None:
        self.limits, self.is_redrawn = limits, is_redrawn
        self.keeper: Keeper | None = None
        self.is_dropped = False
        self._begin()
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

    def __deepcopy__(self, memo: dict[int, Any]) -> "FilesField":
        """Return the field of one form, with files of its own."""
        copied = super().__deepcopy__(memo)
        assert isinstance(copied, FilesField)  # noqa: S101 (says so to the type checker)
        copied._begin()
        return copied

    def _begin(self) -> None:
        self.kept: list[KeptFile] = []
        self.accepted: list[SentFile] = []

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that were chosen now or earlier, a list of `SentFile`."""
        choice: Choice = data or Choice([], [])
        mistakes = self._find_kept(choice.tokens)
        try:
            self._check(choice)
        except ValidationError as trouble:
            self.is_dropped = True
            raise ValidationError([*mistakes, *trouble.messages]) from trouble
        mistakes += self._accept(choice.uploads)
        if mistakes:
            raise ValidationError(mistakes)
        return [*(one.file for one in self.kept), *self.accepted]

    def keep(self) -> None:
        """Keep what was accepted now, for when the form is sent again."""
        keeper = self.keeper
        if keeper is None or keeper.has_input_left:
            self.is_dropped = False
        elif self.accepted and keeper.may_keep():
            self.kept += [keeper.keep(file) for file in self.accepted]
        elif self.accepted:
            self.is_dropped = True
        self.accepted = []

    def _find_kept(self, tokens: Sequence[str]) -> list[str]:
        keeper = self.keeper
        if keeper is None:
            return []
        found = [keeper.found(token) for token in tokens[: self.limits.files]]
        self.kept = [one for one in found if one is not None]
        if None not in found:
            return []
        return [_("We keep files for two hours, and one that you chose is gone. Choose it again.")]

    def _accept(self, uploads: "Sequence[UploadedFile[Any]]") -> list[str]:
        mistakes, limit = [], self.limits.file_bytes
        for one in uploads:
            if (one.size or 0) > limit:
                words = _("%(file)s is larger than %(limit)s. Make it smaller or leave it out.")
                mistakes.append(words % {"file": one.name, "limit": _megabytes(limit)})
                continue
            try:
                file = accepted(one.name or "", one.read(), is_redrawn=self.is_redrawn)
            except Refused as refusal:
                mistakes.append(_("%(file)s: %(reason)s") % {"file": one.name, "reason": refusal})
                continue
            # Who does not see that it was kept chooses it again, and means one file.
            if file not in self.accepted and all(file != kept.file for kept in self.kept):
                self.accepted.append(file)
        return mistakes

    def _check(self, choice: Choice) -> None:
        limits, keeper = self.limits, self.keeper
        if keeper is not None and keeper.has_sent_too_much:
            raise too_much(limits)
        if len(choice.uploads) + len(choice.tokens) > limits.files:
            raise ValidationError(
                ngettext(
                    "Choose at most %(count)d file.",
                    "Choose at most %(count)d files.",
                    limits.files,
                )
                % {"count": limits.files}
            )
        sizes = [*(one.size or 0 for one in choice.uploads), *(one.size for one in self.kept)]
        if sum(size for size in sizes if size <= limits.file_bytes) > limits.total_bytes:
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
    """A form with a field `sent_files`, whose files stay when it is shown again.

    :param keeper: keeps them; a request may also have brought more than is read
    """

    def __init__(
        self, data: Any = None, files: Any = None, *, keeper: Keeper | None = None, **options: Any
    ) -> None:
        super().__init__(data, files=files, **options)
        self.keeper = self._files.keeper = keeper

    def keep_files(self) -> None:
        """Keep what was accepted: the form is shown again, for whatever reason."""
        if self.errors is not None:  # asking for them reads the form, if nobody did yet
            self._files.keep()

    def go_on_with(self, other: "FormWithFiles") -> None:
        """Keep the files of a form that this one takes the place of."""
        other.keep_files()
        self._files.kept = other._files.kept
        has_input = other.keeper is not None and other.keeper.has_input_left
        self._files.is_dropped = "sent_files" in other.errors and not has_input

    @property
    def kept_files(self) -> list[KeptFile]:
        """Return the files that need not be chosen again."""
        return self._files.kept

    @property
    def must_choose_again(self) -> bool:
        """Return whether files were chosen that are neither kept nor refused by their name."""
        return self._files.is_dropped

    @property
    def _files(self) -> FilesField:
        field = self.fields["sent_files"]
        assert isinstance(field, FilesField)  # noqa: S101 (says so to the type checker)
        return field

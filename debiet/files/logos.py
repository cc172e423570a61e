"""The utility's own logo: given, looked at, used from a moment on, and any earlier one again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.files.accepting import EmptyFile
from debiet.files.models import Logo, LogoUse
from debiet.files.pictures import redrawn
from debiet.files.recognizing import media_type_of
from debiet.rules.access import Permission
from debiet.rules.logos import (
    LEAST_HEIGHT,
    MAX_SIDE,
    MEDIA_TYPES,
    MOST_TIMES_TALLER,
    MOST_TIMES_WIDER,
    STORED_BYTES,
    UPLOAD_BYTES,
    LogoTrouble,
    logo_trouble,
)

ABOUT = "setting:logo"


class NoLogoKind(Refused):
    """Only pictures of pixels are taken: what is drawn by commands may do more than draw."""

    code = "files.no-logo-kind"
    message = _("Choose a PNG or JPG. An SVG is not taken; export it as a PNG first.")


class LogoTooHeavy(Refused):
    """Every page would load it."""

    code = "files.logo-too-heavy"
    message = _("This picture is too large for every page to load. Make it smaller or simpler.")


class LogoTooSmall(Refused):
    """It would show as a blur."""

    code = "files.logo-too-small"
    message = _("A logo is at least %(pixels)s pixels high.")


class LogoTooLong(Refused):
    """Beside a name there is no room for a ribbon."""

    code = "files.logo-too-long"
    message = _(
        "A logo is at most %(wider)s times as wide as it is high, and %(taller)s times as high as "
        "it is wide. Cut off what is empty around it."
    )


@dataclass(frozen=True, slots=True)
class LogoInfo:
    """A logo without its content.

    :param digest: its address on the sites: another content has another one
    """

    logo_id: int
    digest: str
    width: int
    height: int
    size: int
    given_at: datetime


@dataclass(frozen=True, slots=True)
class UsedLogo:
    """A logo as pages and letters show it."""

    info: LogoInfo
    media_type: str
    content: bytes
    has_name: bool


@dataclass(frozen=True, slots=True)
class LogoVersion:
    """Which logo was used from when on, and who decided it; `logo_id` None for none."""

    number: int
    logo_id: int | None
    has_name: bool
    valid_from: datetime
    user_id: int | None


@action(permission=Permission.EDIT_STAFF)
def give_logo(*, content: bytes, by: Actor, at: datetime) -> int:
    """Keep a picture that may become the logo, drawn anew, and return its id; no page shows it.

    :raises Refused: if it is empty, no PNG or JPG, damaged, too large, too small or too long
    """
    if not content:
        raise EmptyFile
    if len(content) > UPLOAD_BYTES:
        raise LogoTooHeavy
    if media_type_of(content) not in MEDIA_TYPES:
        raise NoLogoKind
    drawn, media_type = redrawn(content, max_side=MAX_SIDE)
    if len(drawn) > STORED_BYTES:
        raise LogoTooHeavy
    with Image.open(BytesIO(drawn)) as picture:
        width, height = picture.size
    _check_shape(width, height)
    values = {
        "content": drawn,
        "media_type": media_type,
        "width": width,
        "height": height,
        "given_at": at,
    }
    sha256 = hashlib.sha256(drawn).hexdigest()
    logo, is_new = Logo.objects.get_or_create(sha256=sha256, defaults=values)
    if is_new:
        audit.record(ABOUT, facts={"given": logo.pk})
    return logo.pk


def _check_shape(width: int, height: int) -> None:
    trouble = logo_trouble(width=width, height=height)
    if trouble is LogoTrouble.TOO_SMALL:
        raise LogoTooSmall(pixels=LEAST_HEIGHT)
    if trouble is LogoTrouble.TOO_LONG:
        raise LogoTooLong(wider=MOST_TIMES_WIDER, taller=MOST_TIMES_TALLER)


@action(permission=Permission.EDIT_STAFF)
def use_logo(*, logo_id: int | None, has_name: bool, by: Actor, at: datetime) -> bool:
    """Show the house with a logo from now on, or without one; return whether that is a change.

    :raises NotFound: if no such picture was given
    """
    if logo_id is not None and not Logo.objects.filter(pk=logo_id).exists():
        raise NotFound
    now = _use_at(at)
    before = (now.logo_id, now.has_name) if now else (None, False)
    wanted = (logo_id, has_name and logo_id is not None)
    if wanted == before:
        return False
    use = LogoUse.objects.create(
        logo_id=wanted[0], has_name=wanted[1], valid_from=at, user_id=by.user_id
    )
    audit.record(ABOUT, facts={"logo": logo_id, "version": use.pk})
    return True


def _use_at(at: datetime) -> LogoUse | None:
    held = LogoUse.objects.filter(valid_from__lte=at).select_related("logo")
    return held.order_by("-valid_from", "-pk").first()


def _info(logo: Logo) -> LogoInfo:
    return LogoInfo(logo.pk, logo.sha256, logo.width, logo.height, len(logo.content), logo.given_at)


@query(personal=False)
def logo_at(*, at: datetime) -> UsedLogo | None:
    """Return the logo that the house shows at a moment, if it shows one."""
    use = _use_at(at)
    if use is None or use.logo is None:
        return None
    return UsedLogo(_info(use.logo), use.logo.media_type, bytes(use.logo.content), use.has_name)


@query(personal=False)
def given_logo(logo_id: int, *, has_name: bool = False) -> UsedLogo | None:
    """Return a picture that was given as a logo, used or not."""
    logo = Logo.objects.filter(pk=logo_id).first()
    if logo is None:
        return None
    return UsedLogo(_info(logo), logo.media_type, bytes(logo.content), has_name)


@query(personal=False)
def public_logo(digest: str) -> tuple[bytes, str] | None:
    """Return content and media type of a logo that was ever used, by its digest."""
    rows = Logo.objects.filter(sha256=digest, uses__isnull=False)
    found = rows.values_list("content", "media_type").first()
    return (bytes(found[0]), found[1]) if found else None


@query(personal=False)
def logo_versions(*, limit: int = 50) -> list[LogoVersion]:
    """Return which logos were used, the latest first, each with its number."""
    rows = LogoUse.objects.order_by("-valid_from", "-pk")
    count = rows.count()
    return [
        LogoVersion(count - place, row.logo_id, row.has_name, row.valid_from, row.user_id)
        for place, row in enumerate(rows[:limit])
    ]


@query(personal=False)
def unused_logos(*, limit: int = 6) -> list[LogoInfo]:
    """Return the latest pictures that were given and never used."""
    return [_info(row) for row in Logo.objects.filter(uses=None).order_by("-pk")[:limit]]

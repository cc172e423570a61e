"""What the desk's templates need beyond the pieces of both sites: `{% load desk %}`."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.formats import get_format

from debiet.core.words import Words
from debiet.desk import labels, person_words

register = template.Library()


@register.filter
def word(code: object, kind: str) -> Words:
    """Return the word for a code, such as `{{ case.carrier|word:"carrier" }}`."""
    return labels.word(code, kind)


@register.filter
def person_word(code: object, kind: str) -> Words:
    """Return the word for a code on a customer's file: `{{ point.kind|person_word:"point" }}`."""
    return person_words.word(code, kind)


@register.filter
def seconds(count: float | None) -> str:
    """Return a number of seconds as people say a short wait: `1:05`."""
    whole = round(count or 0)
    return f"{whole // 60}:{whole % 60:02}"


@register.filter
def exact_moment(moment: datetime | None) -> str:
    """Return a moment to the second, nothing for nothing."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{write(local, get_format('SHORT_DATE_FORMAT'))} {local.year} {local:%H:%M:%S}"


@register.filter
def why_bounced(reason: str) -> str:
    """Return why a message came back, in words."""
    return labels.why_bounced(reason)


@register.filter
def unlocalized(number: float) -> str:
    """Return a number as pictures write it: with a point in every language."""
    return f"{number:g}"

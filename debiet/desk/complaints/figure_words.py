"""Figures on complaints in words: what a measure and its keys are called."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.complaints import queries as complaints
from debiet.complaints.words import ACTORS
from debiet.core.words import Words
from debiet.desk import labels
from debiet.desk import labels_complaints as words
from debiet.rules.complaint_figures import Measure

TOTALS = (Measure.TOTAL, Measure.COMPLAINTS, Measure.ADMISSIBLE, Measure.SILENT)
"""What has one number, without keys."""


def norm_names(*, at: datetime) -> dict[str, str]:
    """Return the names of the norms that hold, by their code."""
    return {norm.code: str(words.norm_name(norm)) for norm in complaints.norms_on(at=at)}


def label(measure: str, key: str, norms: Mapping[str, str]) -> Words:
    """Return what a key says in words; one of two parts as both."""
    if measure == Measure.MUNICIPALITY:
        return key or _("not known")
    if not key:
        return words.MEASURES[measure]
    return ": ".join(str(_word(measure, part, norms)) for part in key.split("/"))


def _word(measure: str, code: str, norms: Mapping[str, str]) -> Words:
    kinds: Mapping[str, Mapping[str, Words]] = {
        Measure.CALLED_QUESTION: ACTORS,
        Measure.GROUND: words.GROUNDS,
        Measure.ANSWERED: words.ANSWERED,
        Measure.OUTCOME: words.OUTCOMES,
        Measure.CARRIER: labels.WORDS["carrier"],
        Measure.ROUTE: labels.WORDS["route"],
        Measure.NORM: norms,
        Measure.THEME: words.THEMES,
        Measure.COMPONENT: words.COMPONENTS,
        Measure.SEGMENT: labels.WORDS["segment"],
    }
    return kinds.get(measure, {}).get(code) or words.FATES.get(code) or code

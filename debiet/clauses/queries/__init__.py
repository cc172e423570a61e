"""Everything that reads clauses; one file a subject."""

from debiet.clauses.queries.composing import (
    FALLBACK,
    Composed,
    KeyedText,
    TemplateChoice,
    answer_templates,
    approved_texts,
    clause_keys,
    compose,
    filled,
    keyed_texts,
    places_in,
    site_texts,
)
from debiet.clauses.queries.set_up import (
    ClauseSetUp,
    ClauseVersionRow,
    TemplateSetUp,
    TemplateVersionRow,
    clauses_set_up,
    template_versions,
    templates_set_up,
    waiting_templates,
)

__all__ = [
    "FALLBACK",
    "ClauseSetUp",
    "ClauseVersionRow",
    "Composed",
    "KeyedText",
    "TemplateChoice",
    "TemplateSetUp",
    "TemplateVersionRow",
    "answer_templates",
    "approved_texts",
    "clause_keys",
    "clauses_set_up",
    "compose",
    "filled",
    "keyed_texts",
    "places_in",
    "site_texts",
    "template_versions",
    "templates_set_up",
    "waiting_templates",
]

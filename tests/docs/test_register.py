"""The register of processing says what the table of retention says."""

from datetime import date
from pathlib import Path

import pytest

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.retention import table
from debiet.rules.retention import KINDS, RecordKind

ARTICLES = {
    "contract": "art. 6(1)(b)",
    "legal-obligation": "art. 6(1)(c)",
    "public-task": "art. 6(1)(e)",
    "legitimate-interest": "art. 6(1)(f)",
}


def row(kind: RecordKind) -> str:
    """Return a kind's row as it stands in the register."""
    months = value_on(be_flanders.RETENTION[kind], on=date(2026, 11, 25)).value
    tables = ", ".join(table.MODELS[kind])
    rule = KINDS[kind]
    return f"| `{kind}` | {months} from {rule.start} | {ARTICLES[rule.ground]} | {tables} |"


@pytest.mark.parametrize("kind", list(RecordKind))
def test_the_register_has_the_row_of_each_kind(project: Path, kind: RecordKind) -> None:
    assert row(kind) in (project / "docs/operate/register-of-processing.md").read_text()


@pytest.mark.parametrize("label", [*table.NEVER, *table.WITHIN_DAYS])
def test_the_register_names_what_never_goes_and_what_goes_within_days(
    project: Path, label: str
) -> None:
    assert f"| {label} |" in (project / "docs/operate/register-of-processing.md").read_text()

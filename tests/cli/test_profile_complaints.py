"""What the demo profile writes about complaints."""

import pytest

from debiet.clauses import queries as clauses
from debiet.cli.profile_files import read_profile
from debiet.cli.profile_load import load_profile
from debiet.rules.complaints import LETTER_PARTS, LetterKind
from debiet.rules.language import FormOfAddress
from tests.cli.test_profile import AT, SETUP


@pytest.fixture
def loaded(db):
    return load_profile(read_profile("demo"), by=SETUP, at=AT)


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("form", FormOfAddress)
@pytest.mark.parametrize("template", ["complaint-acknowledgement", "ombuds-acknowledgement"])
def test_the_acknowledgement_of_a_complaint_says_each_part_in_its_own_place(
    loaded, language, form, template
):
    parts = {
        part.replace("-", "_"): f"<{part}>" for part in LETTER_PARTS[LetterKind.ACKNOWLEDGEMENT]
    }

    composed = clauses.compose(template, language=language, values=parts, at=AT, form=form)

    for value in parts.values():
        assert value in composed.text

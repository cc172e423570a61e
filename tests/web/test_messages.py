"""The translations are complete, and the tool that says so can say no."""

import re
from pathlib import Path

import pytest
from django.utils import dates, translation

from debiet.cli import messages

PACKAGE = messages.PACKAGE


def test_every_text_is_translated_and_compiled():
    assert list(messages.problems(PACKAGE)) == []


def test_no_text_of_ours_takes_the_place_of_a_month():
    """One catalog serves all: what "May" means over a table must not stand in dates."""
    named = (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_AP, dates.MONTHS_ALT)
    with translation.override("en"):
        months = {str(word) for words in named for word in words.values()}
    ours = {message.id for message in messages.source_catalog(PACKAGE) if not message.context}
    assert "May" in months
    assert ours & months == set()


def test_texts_are_found_by_whatever_name_their_function_is_called():
    called = re.compile(r"^from django.utils.translation import \w*gettext\w* as (\w+)$", re.M)
    names = {name for path in PACKAGE.rglob("*.py") for name in called.findall(path.read_text())}
    assert "_" in names
    assert names <= set(messages.KEYWORDS)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a small package with texts of every kind."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "code.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        'a = _("Good day")\n'
        'b = ngettext("%(n)d drop", "%(n)d drops", 2) % {"n": 2}\n'
        'c = pgettext("of a case", "open")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}<ul>\n   <li>it's {% translate 'Go on' %}</li>\n"
        "  {% blocktranslate trimmed count many=drops %}\n    {{ many }} cup\n"
        "  {% plural %}{{ many }} cups{% endblocktranslate %}</ul>"
    )
    return tmp_path


def translate(package: Path, **words: str) -> None:
    """Write both translation files with a word for each text, `words` replacing some."""
    source = messages.source_catalog(package)
    for language in messages.LANGUAGES:
        file = messages.po_file(package, language)
        merged, _ = messages.merge(source, messages.read(file, language), language)
        for message in messages.texts(merged):
            one, many = (message.id, message.id) if isinstance(message.id, str) else message.id
            message.string = words.get("good_day", "Dag") if one == "Good day" else (one, many)
            if isinstance(message.id, str) and one != "Good day":
                message.string = one
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(messages.written(merged, language))
        messages.mo_file(package, language).write_bytes(messages.binary(merged))


def test_texts_are_found_in_code_and_templates(package):
    found = {messages.key(message) for message in messages.texts(messages.source_catalog(package))}
    assert found == {
        (None, "Good day"),
        (None, "%(n)d drop"),
        ("of a case", "open"),
        (None, "Go on"),
        (None, "%(many)s cup"),
    }


def test_a_complete_package_has_no_problems(package):
    translate(package)
    assert list(messages.problems(package)) == []


def test_an_untranslated_text_is_a_problem(package):
    translate(package, good_day="")
    assert "nl: not translated: 'Good day'" in list(messages.problems(package))


def test_a_new_text_is_a_problem_until_it_is_extracted(package):
    translate(package)
    (package / "more.py").write_text('_("Good evening")\n')
    assert "fr: not in the file: 'Good evening'" in list(messages.problems(package))


def test_a_text_that_is_gone_is_a_problem(package):
    translate(package)
    (package / "templates" / "page.html").unlink()
    assert "nl: not in the sources: 'Go on'" in list(messages.problems(package))


def test_a_doubtful_translation_is_a_problem(package):
    translate(package)
    file = messages.po_file(package, "nl")
    file.write_text(file.read_text().replace('msgid "Go on"', '#, fuzzy\nmsgid "Go on"'))
    assert "nl: not sure: 'Go on'" in list(messages.problems(package))


def test_a_lost_placeholder_is_a_problem(package):
    translate(package)
    file = messages.po_file(package, "fr")
    file.write_text(file.read_text().replace('[1] "%(n)d drops"', '[1] "%(m)d gouttes"'))
    assert any("fr: " in problem and "drop" in problem for problem in messages.problems(package))


def test_a_stale_compiled_file_is_a_problem(package):
    translate(package)
    file = messages.po_file(package, "fr")
    file.write_text(file.read_text().replace('"Dag"', '"Bonjour"'))
    assert list(messages.problems(package)) == ["fr: django.mo is behind django.po"]


def test_extracting_again_keeps_translations_and_changes_nothing(package):
    translate(package)
    file = messages.po_file(package, "nl")
    merged, dropped = messages.merge(
        messages.source_catalog(package), messages.read(file, "nl"), "nl"
    )
    assert messages.written(merged, "nl") == file.read_bytes()
    assert dropped == []

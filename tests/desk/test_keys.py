"""The sheet of keys: made of the table that also binds them, and complete."""

import re
from collections import defaultdict

import pytest

from debiet.web.keys import KEYS, PLACES, Place
from tests import make
from tests.desk.reading import text_of

TEMPLATES = "debiet/**/templates/**/*.html"


def sources(project):
    for pattern in (TEMPLATES, "debiet/desk/*.py", "debiet/web/static/debiet/debiet.js"):
        for path in project.glob(pattern):
            yield path, path.read_text()


def test_no_page_binds_a_key_past_the_table(project):
    literal = re.compile(r"""data-key=["'](?!\{\{ item\.key)|"(?:data-)?key": ["'](?=.["'])""")
    found = [
        str(path)
        for path, text in sources(project)
        if path.suffix != ".js" and literal.search(text)
    ]
    assert found == []


def test_every_key_of_the_table_does_something(project):
    every = "\n".join(text for _path, text in sources(project))
    script = (project / "debiet/web/static/debiet/debiet.js").read_text()
    for name, key in KEYS.items():
        if not key.is_of_script:
            assert f'{{% key "{name}" %}}' in every or f'KEYS["{name}"].press' in every, name
        elif len(key.press) == 1:
            assert re.search(rf'"{name}": |[{{ ]{name}: ', script), name
    assert 'event.key === "Escape"' in script
    assert 'event.key === "Enter" && (event.ctrlKey' in script


def test_no_key_means_two_things_in_one_place():
    meanings = defaultdict(list)
    for name, key in KEYS.items():
        places = set(Place) if key.place is Place.EVERYWHERE else {key.place}
        for place in places | ({Place.CASE} if key.place is Place.LISTS else set()):
            meanings[place, key.press].append(name)
    assert {place: names for place, names in meanings.items() if len(names) > 1} == {}


@pytest.mark.django_db
def test_the_sheet_is_a_page_that_needs_no_script_and_stands_in_every_page(browser_of_agent):
    opened = make.case()
    page = text_of(browser_of_agent.get("/keys/"))
    for key in KEYS.values():
        assert f"{key.press} {key.words}" in page
    for place in PLACES.values():
        assert str(place) in page
    shown = browser_of_agent.get(f"/cases/{opened.number}/").content.decode()
    assert re.search(r'href="/keys/" data-keys-open', shown)
    dialog = shown[shown.index('<div id="keys"') :]
    assert dialog.count("<kbd") == len(KEYS)

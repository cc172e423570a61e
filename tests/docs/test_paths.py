"""Files and folders that documents name are there, and the map of the house is whole."""

import re
from configparser import ConfigParser

import pytest

from tests.docs.pages import ROOT, code, files, name, page, pages

FOLDERS = ("debiet/", "docs/", "tests/", "benchmarks/", ".ci/")
TOP_FILES = {path.name for path in files() if path.parent == ROOT}
PATH = re.compile(r"[\w./{},*<>-]+")
SECTION = "importlinter:contract:map"


def named(text):
    """Return the paths of the project among what stands between backticks."""
    words = (word.rstrip(":,;") for part in code(text) for word in part.split())
    whole = (word for word in words if PATH.fullmatch(word))
    return [word for word in whole if word.startswith(FOLDERS) or word in TOP_FILES]


def spelled_out(path):
    """Return every path that `a/{b,c}` stands for, with `*` for what is left to the reader."""
    path = re.sub(r"<[^>]+>", "*", path)
    choice = re.search(r"\{([^}]*)\}", path)
    if choice is None:
        return [path]
    start, end = path[: choice.start()], path[choice.end() :]
    return [found for one in choice[1].split(",") for found in spelled_out(start + one + end)]


@pytest.mark.parametrize("path", [pytest.param(path, id=name(path)) for path in pages()])
def test_every_path_that_is_named_exists(path):
    for wanted in named(path.read_text()):
        for one in spelled_out(wanted):
            assert list(ROOT.glob(one)), f"{name(path)} names {wanted}, which is not there"


def test_tour_and_map_do_name_paths():
    assert len(set(named(page("docs/tour.md")))) > 5
    assert len(set(named(page("docs/where.md")))) > 30


def test_every_package_of_the_house_is_on_the_map():
    on_it = set(named(page("docs/where.md")))
    packages = {path.parent.name for path in files() if path.match("debiet/*/__init__.py")}
    assert {f"debiet/{package}/" for package in packages} <= on_it


def test_the_map_shows_the_layers_of_the_import_map():
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    built = [
        [part.strip() for part in re.split(r"([|:])", line) if not part.strip().startswith("(")]
        for line in contracts[SECTION]["layers"].split("\n")
    ]
    layers = [" ".join(line).strip(" |:") for line in built]
    block = page("docs/where.md").partition("## Who may import whom")[2].split("```")[1]
    assert block.split("\n")[1:-1] == [line for line in layers if line]

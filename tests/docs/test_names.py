"""Functions, permissions, commands and variables that documents name exist."""

import importlib
import re

import pytest
import typer
from django.utils.module_loading import import_string

from debiet.cli import make_app
from debiet.core.errors import Refused
from debiet.rules import access
from debiet.staff.permissions import SYSTEM
from tests.docs.pages import ROOT, code, name, page, pages, tables

PAGES = [pytest.param(path, id=name(path)) for path in pages()]
PACKAGES = {path.parent.name for path in ROOT.glob("debiet/*/__init__.py")}
DOTTED = re.compile(r"(?:debiet\.)?([a-z_]+(?:\.[\w-]+)+)")
MEMBER = re.compile(r"\b(Permission|Role|Compartment|Realm)\.([A-Z_]+)\b")
VARIABLE = re.compile(r"\b(?:DEBIET|DATABASE)_[A-Z_]+\b")
FILE = re.compile(r".*\.(py|md|toml|html|css|js|svg|txt|po|mo)")


def dotted(text):
    """Return the names of ours among what stands between backticks, such as `core.audit.record`."""
    for part in code(text):
        match = DOTTED.fullmatch(part.removesuffix("()"))
        if match and match[1].partition(".")[0] in PACKAGES and not FILE.fullmatch(match[1]):
            yield match[1]


def is_importable(path):
    for load in (import_string, importlib.import_module):
        try:
            load(f"debiet.{path}")
        except ImportError:
            continue
        return True
    return False


def refusal_codes(kind=Refused):
    return {kind.code}.union(*(refusal_codes(below) for below in kind.__subclasses__()))


@pytest.mark.parametrize("path", PAGES)
def test_every_dotted_name_is_a_function_a_permission_a_job_or_a_refusal(path):
    codes = {*access.Permission, *SYSTEM, *refusal_codes()}
    for found in dotted(path.read_text()):
        assert found in codes or is_importable(found), f"{name(path)} names {found}"


def test_the_tour_does_name_functions():
    assert len(set(dotted(page("docs/tour.md")))) > 40


@pytest.mark.parametrize("path", PAGES)
def test_every_permission_role_compartment_and_realm_exists(path):
    for enum, member in MEMBER.findall(path.read_text()):
        assert member in getattr(access, enum).__members__, f"{name(path)}: {enum}.{member}"


@pytest.mark.parametrize("path", PAGES)
def test_every_variable_stands_in_the_table_of_settings(path):
    known = {row[0].strip("`") for row in tables(page("docs/operate/settings.md"))}
    for part in code(path.read_text()):
        assert set(VARIABLE.findall(part)) <= known, f"{name(path)}: {part}"


@pytest.mark.parametrize("path", PAGES)
def test_every_target_of_make_exists(path):
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    for part in code(path.read_text()):
        match = re.match(r"make ([a-z]+)\b", part)
        assert match is None or match[1] in targets, f"{name(path)}: {part}"


@pytest.mark.parametrize("path", PAGES)
def test_every_command_and_its_options_exist(path):
    for part in code(path.read_text()):
        words = part.partition("#")[0].removeprefix(".venv/bin/").split()
        if len(words) < 2 or words[0] != "debiet" or not re.fullmatch(r"[a-z-]+", words[1]):
            continue
        command = typer.main.get_command(make_app())
        rest = words[1:]
        while rest and hasattr(command, "commands") and not rest[0].startswith("-"):
            assert rest[0] in command.commands, f"{name(path)}: {part}"
            command = command.commands[rest.pop(0)]
        options = {option for parameter in command.params for option in parameter.opts}
        used = {word.partition("=")[0] for word in rest if word.startswith("--")}
        assert used <= {*options, "--help"}, f"{name(path)}: {part}"

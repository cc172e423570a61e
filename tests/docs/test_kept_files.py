"""What is kept says nothing of the machine it was made on, and agrees with itself."""

import re
import sys
import tomllib
from pathlib import Path

from tests.docs.pages import ROOT, files, name, page

# Put together here, so that this file does not say them either.
ELSEWHERE = (
    "../" + "shared",
    "/work/" + "main",
    "/work/" + "shared",
    "/." + "library",
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "crates" + ".io",
)
LOCKS = {"uv.lock"}


def test_no_kept_file_names_a_place_outside_of_the_project_or_a_package_registry():
    found = [
        f"{name(path)}: {text}"
        for path in files()
        if path.name not in LOCKS
        for text in ELSEWHERE
        if text.encode() in path.read_bytes()
    ]
    assert found == []


def test_the_licence_is_the_same_wherever_it_is_said():
    project = tomllib.loads(page("pyproject.toml"))["project"]
    spdx = project["license"]
    assert f"SPDX-License-Identifier: {spdx}\n" in page("LICENSE")
    assert f"[{spdx}](LICENSE)" in page("README.md")
    assert f"[{spdx}](LICENSE)" in page("CONTRIBUTING.md")


def test_the_changelog_has_a_place_for_what_is_not_released_yet():
    assert re.findall(r"^## \[(.+?)\]", page("CHANGELOG.md"), re.MULTILINE)[0] == "Unreleased"


def test_hooks_before_a_commit_fetch_nothing_and_use_programs_of_the_environment():
    text = page(".pre-commit-config.yaml")
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
    entries = re.findall(r"entry: (\S+)", text)
    programs = {path.name for path in Path(sys.executable).parent.iterdir()}
    assert entries
    assert {entry.removeprefix(".venv/bin/") for entry in entries} <= programs
    assert all((ROOT / entry).parent == ROOT / ".venv" / "bin" for entry in entries)

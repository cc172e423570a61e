"""The table of settings is complete, and says nothing that is not so."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

READERS = {"text", "switch", "number", "words", "pairs", "secrets", "database"}
TABLE_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
OUTSIDE = {"DEBIET_DATA", "DEBIET_CHROMIUM"}
"""Of commands and tests; the page keeps them in a table of their own."""


def read_by_settings(project: Path) -> list[str]:
    """Return each variable as often as it is read: once is right."""
    files = sorted((project / "debiet" / "settings").glob("*.py"))
    return [
        call.args[0].value
        for file in files
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in READERS
        and isinstance(call.args[0], ast.Constant)
    ]


def page(project: Path) -> str:
    return (project / "docs" / "operate" / "settings.md").read_text()


def test_every_variable_that_is_read_is_in_the_table_once_and_no_other(project: Path) -> None:
    rows = TABLE_ROW.findall(page(project))
    assert sorted(rows) == sorted([*read_by_settings(project), *OUTSIDE])


def test_only_the_settings_read_the_environment(project: Path) -> None:
    """Commands pass it on to the processes they start, and check that it is there."""
    readers = {
        str(path.relative_to(project))
        for path in (project / "debiet").rglob("*.py")
        if re.search(r"os\.(environ|getenv)\b", path.read_text())
    }
    outside = {path for path in readers if not path.startswith("debiet/cli/")}
    # wsgi.py names the settings module, as every Django project does.
    assert outside == {"debiet/settings/environment.py", "debiet/wsgi.py"}


def test_options_of_commands_take_only_the_variables_of_the_page(project: Path) -> None:
    named = {
        name
        for path in (project / "debiet" / "cli").rglob("*.py")
        for name in re.findall(r'envvar="(\w+)"', path.read_text())
    }
    assert named == {"DEBIET_DATA"}


@pytest.mark.parametrize(
    "variable",
    [
        "DEBIET_SITE=kitchen",
        "DEBIET_SMTP_PORT=many",
        "DEBIET_OIDC_ISSUER=http://id.example",
        "DEBIET_SCIM_GROUPS=Desk=invoices",
    ],
)
def test_a_senseless_value_is_refused_at_the_start(project: Path, variable: str) -> None:
    name, _, value = variable.partition("=")
    done = subprocess.run(
        [sys.executable, "-c", "import debiet.settings"],
        env={**os.environ, name: value},
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert value in done.stderr


@pytest.mark.parametrize("value", ["topsecret", '["topsecret"]', '{"code": {"topsecret": 1}}'])
def test_secrets_that_cannot_be_read_are_refused_and_not_shown(project: Path, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import debiet.settings"],
        env={**os.environ, "DEBIET_MAILBOX_SECRETS": value},
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert "DEBIET_MAILBOX_SECRETS must be a JSON object" in done.stderr
    assert "topsecret" not in done.stderr


def test_loading_the_settings_starts_no_server_and_no_connection(project: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import socket, subprocess, sys\n"
            "def refuse(*a, **k): raise SystemExit('a connection or a process')\n"
            "socket.socket.connect = subprocess.Popen.__init__ = refuse\n"
            "import debiet.settings",
        ],
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@192.0.2.1/nothing"},
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

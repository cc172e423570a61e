"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 50
"""Without signature and docstring."""
FOLDERS = ("debiet", "benchmarks")


def sources(project: Path, *folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in (project / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    has_docstring = ast.get_docstring(function, clean=False) is not None
    body = function.body[1:] if has_docstring else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_lines_are_counted_without_signature_and_docstring() -> None:
    signature = "def f(\n    a,\n):\n"
    docstring = '    """Return it.\n\n    More.\n    """\n'
    body = "    b = (\n        a\n    )\n    return b\n"
    source = signature + docstring + body
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == 4


def is_list_of_names(path: Path) -> bool:
    """Whether a file only says what its package offers: such a list is looked up, not read."""
    body = ast.parse(path.read_text()).body[1:]
    return path.name == "__init__.py" and all(
        isinstance(one, ast.ImportFrom | ast.Assign) for one in body
    )


def test_no_file_is_too_long(project: Path) -> None:
    lengths = {
        str(path.relative_to(project)): len(path.read_text().splitlines())
        for path in sources(project, *FOLDERS, "tests")
        if not is_list_of_names(path)
    }
    assert len(lengths) > 500
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_too_long(project: Path) -> None:
    """Tests are left out: a story that is told in one go reads best in one piece."""
    lengths = {
        f"{path.relative_to(project)}:{node.name}": body_lines(node)
        for path in sources(project, *FOLDERS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 1000
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}

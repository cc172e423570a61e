"""`debiet demo`: everything that a first look needs, in one command that cleans up after itself."""

import http.client
import os
import secrets
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from debiet.cli import places, postgres, serve
from debiet.cli.database import Data
from debiet.cli.migrate import bring_up_to_date
from debiet.cli.processes import Child, Family, wait_until_free
from debiet.cli.refusals import CommandRefused
from debiet.cli.setup import start_django

HOST = "127.0.0.1"
MAIL_PORT_OFFSET = 25
LMTP_PORT_OFFSET = 24
READY_SECONDS = 60.0
LOADED = "demo-loaded"
"""The file that says the demo utility was loaded to its end; it holds the number of customers."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    port: Annotated[int, typer.Option(help="The portal's; the desk has +1, the API +2.")] = 8000,
    customers: Annotated[int, typer.Option(help="How many the demo utility has.")] = 2000,
    data: Data = None,
) -> None:
    """Start a whole water company to look at: database, sites, worker and mails."""
    folder = places.made(data or places.default_folder())
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # as Ctrl-C: what was started is stopped
    family = Family()
    with ExitStack() as stack:
        typer.echo("Starting PostgreSQL …")
        server = stack.enter_context(postgres.running(folder=folder))
        os.environ.update(_environment(folder=folder, port=port) | server.urls().environment())
        _load(server=server, marker=folder / LOADED, customers=customers)
        stack.callback(family.stop)
        family.listen_to_signals()
        ended = _run(family=family, folder=folder, port=port)
        typer.echo("\nStopping …")
    if ended is not None:
        raise CommandRefused(f"The {ended.name} ended by itself.\n{ended.log_end()}")


def _environment(*, folder: Path, port: int) -> dict[str, str]:
    sites = serve.ports(sites=list(serve.SITES), port=port)
    return {
        "DEBIET_DEMO": "yes",
        "DEBIET_UTILITY_NAME": "Waterbedrijf Scheldeland",
        "DEBIET_POSTAL_ADDRESS": "Kaaistraat 1,9230 Wetteren",
        "DEBIET_SECRET_KEY": _secret_key(folder / "secret-key"),
        "DEBIET_PORTAL_URL": f"http://localhost:{sites['portal']}",
        "DEBIET_DESK_URL": f"http://localhost:{sites['desk']}",
        "DEBIET_API_URL": f"http://localhost:{sites['api']}",
        "DEBIET_SMTP_HOST": HOST,
        "DEBIET_SMTP_PORT": str(port + MAIL_PORT_OFFSET),
    }


def _secret_key(file: Path) -> str:
    """Return the key of this demo: made once, so that a second start keeps people signed in."""
    if not file.exists():
        new = file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        new.rename(file)
    return file.read_text()


def _load(*, server: postgres.Server, marker: Path, customers: int) -> None:
    """Migrate, and fill the database unless an earlier start did so to the end."""
    start_django()
    from django.db import connections

    from debiet.cli import demo_data

    if not marker.exists():
        server.empty_database()  # an interrupted start may have left half of it
    typer.echo("Bringing the tables up to date …")
    bring_up_to_date(quiet=True)
    if marker.exists():
        typer.echo(f"Keeping the utility of {marker.read_text()} customers that is there.")
    else:
        typer.echo(f"Loading a utility with {customers} customers …")
        demo_data.load(customers=customers, report=typer.echo)
        marker.write_text(str(customers))
    for connection in connections.all(initialized_only=True):
        connection.close()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it


def _run(*, family: Family, folder: Path, port: int) -> Child | None:
    """Start the processes, say where they are, and return the first that ends by itself."""
    own_ports = [port + MAIL_PORT_OFFSET, port + LMTP_PORT_OFFSET]
    taken = wait_until_free(host=HOST, ports=own_ports, seconds=serve.PORT_SECONDS)
    if taken is not None:
        raise CommandRefused(f"Port {taken} is in use. Choose another with --port.")
    logs, mails = folder / "logs", folder / "mails"
    for kept in (logs, mails):
        kept.mkdir(mode=0o700, exist_ok=True)
    parts = {
        "mail server": ["mail-sink", str(mails), f"--port={port + MAIL_PORT_OFFSET}"],
        "mail intake": ["lmtp", f"--port={port + LMTP_PORT_OFFSET}"],
        "worker": ["worker"],
        "web server": ["serve", f"--port={port}", "--workers=1", "--threads=8"],
    }
    typer.echo("Starting the sites and the worker …")
    for name, arguments in parts.items():
        family.start(
            name,
            ["debiet.cli", *arguments, "--attached"],
            log=logs / f"{name.replace(' ', '-')}.log",
        )
    if ended := _wait_until_ready(family=family, port=port):
        return ended
    if not family.asked_to_stop:
        _tell(port=port, folder=folder, mails=mails)
    return family.watch()


def _wait_until_ready(*, family: Family, port: int) -> Child | None:
    waiting = [port + number for number in range(len(serve.SITES))]
    deadline = time.monotonic() + READY_SECONDS
    while waiting and not family.asked_to_stop:
        if ended := family.ended():
            return ended
        if time.monotonic() > deadline:
            raise CommandRefused(f"No answer on http://localhost:{waiting[0]}/healthz.")
        if _answers(waiting[0]):
            del waiting[0]
        else:
            time.sleep(0.2)
    return None


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _tell(*, port: int, folder: Path, mails: Path) -> None:
    from debiet.cli import demo_data

    width = max(len(role) for role, _ in demo_data.SIGN_INS)
    typer.echo(f"""
Debiet runs.

  The customers' website   http://localhost:{port}
  The employees' desk      http://localhost:{port + 1}
  The API                  http://localhost:{port + 2}

  Sign in at the desk with the password {demo_data.PASSWORD} as""")
    for role, address in demo_data.SIGN_INS:
        typer.echo(f"    {role:<{width}}  {address}")
    typer.echo(f"""
  Mails to klantendienst@debiet.example and ombudsdienst@debiet.example are taken
  over LMTP on port {port + LMTP_PORT_OFFSET} of localhost.
  Mails it sends are kept in  {mails}
  Data and logs are kept in   {folder}

Stop with Ctrl-C. The next start keeps the data; delete that folder to begin anew.""")

"""`debiet serve`: the web processes, one site a process group, one port each."""

from typing import Annotated

import typer

from debiet.cli.processes import Family, end_with_parent, wait_until_free
from debiet.cli.refusals import CommandRefused, require

SITES = ("portal", "desk", "api")
PORT_SECONDS = 8.0
"""How long to wait for a port that a start before us is just giving up."""


def ports(*, sites: list[str], port: int) -> dict[str, int]:
    """Return the port of each site: the portal has the first, the desk the next, then the API."""
    return {site: port + SITES.index(site) for site in sites}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    sites: Annotated[str, typer.Option(help="Which sites, parted by commas.")] = ",".join(SITES),
    port: Annotated[int, typer.Option(help="The portal's; the desk has +1, the API +2.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Processes a site.")] = 2,
    threads: Annotated[int, typer.Option(help="Threads a process.")] = 4,
    attached: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Serve the portal, the desk and the API, each on its own port."""
    require("DATABASE_URL", "DEBIET_SECRET_KEY")
    chosen = [site.strip() for site in sites.split(",") if site.strip()]
    unknown = [site for site in chosen if site not in SITES]
    if unknown or not chosen:
        raise CommandRefused(f"--sites takes some of {','.join(SITES)}, not {sites!r}.")
    if attached:
        end_with_parent()
    family = Family()
    family.listen_to_signals()
    addresses = ports(sites=chosen, port=port)
    taken = wait_until_free(host=host, ports=list(addresses.values()), seconds=PORT_SECONDS)
    if taken is not None:
        raise CommandRefused(f"Port {taken} is in use. Choose another with --port.")
    try:
        for site, number in addresses.items():
            bind = f"[{host}]:{number}" if ":" in host else f"{host}:{number}"
            family.start(
                site,
                [
                    "gunicorn",
                    "--config=python:debiet.cli.gunicorn_config",
                    f"--bind={bind}",
                    f"--workers={workers}",
                    f"--threads={threads}",
                    "debiet.wsgi:application",
                ],
                environment={"DEBIET_SITE": site},
            )
            typer.echo(f"{site}: http://{bind}", err=True)
        ended = family.watch()
    finally:
        family.stop()
    if ended is not None:
        raise CommandRefused(f"The {ended.name} ended by itself, so all sites were stopped.")

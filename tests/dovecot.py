"""A real IMAP server for tests: Debian's Dovecot as an ordinary process on high ports."""

import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from debiet.cli.processes import is_free
from tests.live import free_ports

USER, PASSWORD = "klantendienst", 'p w"d\\1'
READY_SECONDS = 20.0

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
{without_move}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/users
}}
{oauth2}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
OAUTH2 = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server."""

    folder: Path
    port: int
    tls_port: int
    process: "subprocess.Popen[bytes]"

    @property
    def certificate(self) -> Path:
        """Return the certificate that a client must be told to believe."""
        return self.folder / "cert.pem"

    def connect(self, user: str = USER) -> imaplib.IMAP4:
        """Return a connection as another mail program has one."""
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.login(user, PASSWORD)
        client.select("INBOX")
        return client

    def append(self, *contents: bytes, user: str = USER) -> None:
        """Let messages arrive."""
        with self.connect(user) as client:
            for content in contents:
                status, said = client.append("INBOX", "", "", content)
                assert status == "OK", said

    def count(self, folder: str = "INBOX", user: str = USER, criterion: str = "ALL") -> int:
        """Return how many messages a folder has, as another program sees it."""
        with self.connect(user) as client:
            client.select(folder)
            _status, found = client.search(None, criterion)
            return len(found[0].split())

    def kill(self) -> None:
        """End the server and all its helpers at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(*, tokeninfo: str = "", can_move: bool = True) -> Iterator[Dovecot]:
    """Run a server; skip the test where there is none to run.

    :param tokeninfo: the address at which it asks whose token it is shown
    """
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    openssl = shutil.which("openssl")
    if program is None or openssl is None:
        pytest.skip("no Dovecot on this system: apt-get install dovecot-imapd openssl")
    folder = Path(tempfile.mkdtemp(prefix="debiet-dovecot-"))
    port = free_ports(2)
    try:
        _furnish(folder, port, openssl, tokeninfo=tokeninfo, can_move=can_move)
        with (folder / "stderr").open("wb") as stderr:
            process = subprocess.Popen(
                [program, "-F", "-c", str(folder / "dovecot.conf")],
                stdout=stderr,
                stderr=stderr,
                start_new_session=True,
            )
        try:
            _wait(port, process, folder)
            yield Dovecot(folder, port, port + 1, process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnish(folder: Path, port: int, openssl: str, *, tokeninfo: str, can_move: bool) -> None:
    me = pwd.getpwuid(os.geteuid())
    if me.pw_uid == 0:  # as root it wants accounts of its own, and gives nobody's mail to root
        mail, internal, group, login = pwd.getpwnam("nobody"), "dovecot", "dovecot", "dovenull"
    else:
        import grp

        name, group = me.pw_name, grp.getgrgid(me.pw_gid).gr_name
        mail, internal, login = me, name, name
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    if me.pw_uid == 0:
        os.chown(folder / "mail", mail.pw_uid, mail.pw_gid)
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        check=True,
        capture_output=True,
    )
    names = [USER, *(f"user{number}" for number in range(100))]
    (folder / "users").write_text("".join(f"{name}:{{PLAIN}}{PASSWORD}\n" for name in names))
    (folder / "oauth2.conf").write_text(
        f"tokeninfo_url = {tokeninfo}\nusername_attribute = email\nforce_introspection = no\n"
    )
    (folder / "dovecot.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            internal=internal,
            group=group,
            login=login,
            uid=mail.pw_uid,
            gid=mail.pw_gid,
            port=port,
            tls_port=port + 1,
            oauth2=OAUTH2.format(folder=folder) if tokeninfo else "",
            without_move="" if can_move else "protocol imap {\n imap_capability = IMAP4rev1\n}",
        )
    )


def _wait(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while is_free(host="127.0.0.1", port=port):
        log = folder / "log"
        said = (folder / "stderr").read_text() + (log.read_text() if log.exists() else "")
        assert process.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.05)

"""A small ClamAV daemon on a real socket: it speaks INSTREAM and knows one signature."""

import socket
import socketserver
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.ThreadingTCPServer):
    """What it was asked, and how it behaves: `clean`, `gone`, `slow`, `too-long` or `odd`."""

    allow_reuse_address = daemon_threads = True
    behavior = "clean"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.contents: list[bytes] = []

    @property
    def address(self) -> str:
        """Return host and port, as the setting takes them."""
        return "{}:{}".format(*self.server_address[:2])


class _Conversation(socketserver.StreamRequestHandler):
    server: Daemon

    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        if self.server.behavior == "gone":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.contents.append(content)
        if self.server.behavior == "slow":
            time.sleep(2)
        self.wfile.write(self._answer(content) + b"\n")

    def _answer(self, content: bytes) -> bytes:
        if self.server.behavior == "too-long":
            return b"INSTREAM size limit exceeded. ERROR"
        if self.server.behavior == "odd":
            return b"stream: Can't allocate memory ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


@contextmanager
def running() -> Iterator[Daemon]:
    """Run a daemon while the block runs."""
    with Daemon() as daemon:
        thread = Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield daemon
        finally:
            daemon.shutdown()
            thread.join()

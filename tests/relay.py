"""A wire between two programs that is cut when a certain word passes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class Relay:
    """Passes bytes on to a port; `cut` says at which word, and how often it may pass before."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._word, self._may_pass = b"", 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    def cut(self, word: bytes, *, after: int) -> None:
        """Cut the wire instead of passing on what holds the word once too often."""
        self._word, self._may_pass = word, after

    def serve(self) -> None:
        """Take connections until closed."""
        with suppress(OSError):
            while True:
                client, _address = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                for source, sink in ((client, server), (server, client)):
                    Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with source, sink, suppress(OSError):
            while data := source.recv(65536):
                if self._word and self._word in data:
                    self._may_pass -= 1
                    if self._may_pass < 0:
                        self._word = b""
                        break
                sink.sendall(data)
            for end in (source, sink):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def running(target: int) -> Iterator[Relay]:
    """Have a wire to a port."""
    relay = Relay(target)
    thread = Thread(target=relay.serve, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.close()
        thread.join()

"""Mail by the full path: what one process does with what arrived, against parsing it alone.

Parsing alone is what Python's own `email` package needs to read header fields and contents of the
same bytes: a yardstick that stays the same whatever we do to our reader. Our reader's share is in
the details.

Kept raw in its own transaction, then taken up: locked, known again, read, judged, a case with its
clocks, audit, acknowledgement and job. Durable commits. The mix is that of a customer service: half
short mails in two forms, a quarter answers with their history, the rest with files. The house has
ten thousand cases already.
"""

import base64
import email
import email.policy
import hashlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import fill, house, measure
from benchmarks.house import House
from benchmarks.measure import figure, say

TARGET_RATIO = 0.3
TARGET_LARGE_MS = 10_000
TARGET_MEMORY = 5.0
"""A message may take this many times its own size while it is taken in and up."""
ROUNDS = 3
KB, MB = 1024, 1024 * 1024
MIX = (
    ("short", 50, 0),
    ("with history", 25, 0),
    ("with a PDF of 250 KB", 12, 250 * KB),
    ("with a photo of 900 KB", 10, 900 * KB),
    ("with photos of 6 MB", 3, 6 * MB),
)
"""Kind, share in a hundred, bytes of files."""

WORDS = (
    "Goedendag,\n\nMijn tussentijdse factuur is hoger dan vorig jaar terwijl we met minder zijn. "
    "Klopt de meterstand die u gebruikt hebt? Ik las gisteren 1.284 kubieke meter af.\n\n"
    "Met vriendelijke groeten,\nKlant {number}\nKouterbaan 18, 9230 Wetteren\n"
)


def run(
    built: House, *, cases: int, opened: int, mails: int, larges: int, large_file: int
) -> dict[str, Any]:
    """Take mails in and up in a few rounds, then large ones, and return figures and details.

    :param mails: how many a round
    :param larges: how many large mails
    :param large_file: bytes of the file in each of them; 36 MiB make a mail of 50 MB
    """
    built.copy(house.MAIL)
    with built.connect(house.MAIL) as connection:
        fill.fill(connection, cases=cases, opened=opened, at=datetime.now(tz=UTC))
    house.use(house.MAIL)
    _take(range(10))
    statements = measure.counted(lambda: _take(range(10, 11)))
    rounds, busy = [], measure.Busy()
    waited = busy.seconds()
    for number in range(ROUNDS):
        start = 100 + number * mails
        rounds.append(_take(range(start, start + mails)))
    waited = busy.seconds() - waited
    ratios = [_ratio(spent) for spent in rounds]
    ratio = statistics.median(ratios)
    say(f"mail: the whole path at {ratio:.2f} of the speed of parsing alone")
    large = _large(larges, large_file)
    figures = _figures(ratio, large)
    details: dict[str, Any] = {
        "mails": mails * ROUNDS,
        "ratios_of_the_rounds": [round(one, 3) for one in ratios],
        "ratio_against_our_own_reader": round(statistics.median(map(_ratio_to_ours, rounds)), 3),
        "statements": len(statements.seen),
        "waited_for_a_core_mean_ms": round(waited / (mails * ROUNDS) * 1000, 2),
        "kinds": _by_kind([one for spent in rounds for one in spent]),
        "large": large,
    }
    if not all(one["met"] for one in figures):
        details["why"] = {
            "statements": statements.listed(),
            "python": measure.profiled(lambda: _take(range(50, 60)), lines=30),
        }
    return {"figures": figures, "details": details}


def _figures(ratio: float, large: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        figure(
            "mail through the whole path against parsing alone",
            round(ratio, 3),
            "times",
            target=f"at least {TARGET_RATIO}",
            met=ratio >= TARGET_RATIO,
        ),
        figure(
            "p95 of a mail of 50 MB through the whole path",
            large["whole"]["p95_ms"],
            "ms",
            target=f"at most {TARGET_LARGE_MS}",
            met=large["whole"]["p95_ms"] <= TARGET_LARGE_MS,
        ),
        figure(
            "memory while a mail of 50 MB is taken, in times its size",
            large["memory_times"],
            "times",
            target=f"at most {TARGET_MEMORY:g}",
            met=large["memory_times"] <= TARGET_MEMORY,
        ),
    ]


def _kind(number: int) -> tuple[str, int]:
    place = number * 37 % 100  # every kind in every stretch, in its share
    for name, share, size in MIX:
        if place < share:
            return name, size
        place -= share
    raise AssertionError("The shares make a hundred.")


def message(number: int, *, kind: str, size: int) -> bytes:
    """Return an e-mail as programs send them: two forms of the words, and files in base64."""
    words = WORDS.format(number=number)
    if kind == "with history":
        words += "".join(
            f"\nOp 2 maart schreef Water:\n> {line * 12}\n" for line in ("Antwoord. ",) * 40
        )
    html = (
        "<html><body>" + "".join(f"<p>{line}</p>" for line in words.splitlines()) + "</body></html>"
    )
    parts = [
        f'Content-Type: text/plain; charset="utf-8"\r\n\r\n{words}'.encode(),
        f'Content-Type: text/html; charset="utf-8"\r\n\r\n{html}'.encode(),
    ]
    body = _joined("alternative", parts, boundary="alternative")
    if size:
        noise = hashlib.shake_128(str(number).encode()).digest(min(size, 64 * KB))
        file = (noise * (size // len(noise) + 1))[:size]
        attached = (
            b'Content-Type: application/octet-stream; name="bijlage.bin"\r\n'
            b"Content-Transfer-Encoding: base64\r\n"
            b'Content-Disposition: attachment; filename="bijlage.bin"\r\n\r\n'
            + base64.encodebytes(file).replace(b"\n", b"\r\n")
        )
        body = _joined("mixed", [body, attached], boundary="mixed")
    head = (
        f"Return-Path: <klant{number}@example.be>\r\n"
        f"Received: from mail.example.be by water.example; Mon, 2 Mar 2026 09:30:01 +0100\r\n"
        f"Message-ID: <{number}.bench@example.be>\r\nDate: Mon, 2 Mar 2026 09:30:00 +0100\r\n"
        f"From: Klant {number} <klant{number % 1000 + 1}@example.be>\r\n"
        f"To: klantendienst@debiet.example\r\nSubject: Vraag {number} over mijn factuur\r\n"
        "MIME-Version: 1.0\r\n"
    )
    return head.encode() + body


def _joined(kind: str, parts: list[bytes], *, boundary: str) -> bytes:
    lines = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + lines
        + f"--{boundary}--\r\n".encode()
    )


@dataclass(frozen=True, slots=True)
class Spent:
    """The seconds of one mail: parsed by Python, read by us, kept, taken up."""

    kind: str
    parse: float
    read: float
    keep: float
    take_up: float


def _take(numbers: range) -> list[Spent]:
    found = []
    for number in numbers:
        kind, size = _kind(number)
        raw = message(number, kind=kind, size=size)
        found.append(Spent(kind, _parsed(raw), *_timed(raw)))
    return found


def _parsed(raw: bytes) -> float:
    """Return the seconds in which Python's own package reads a mail, with fields and contents."""
    begin = time.perf_counter()
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    for part in parsed.walk():
        for _name, value in part.items():
            str(value)
        if not part.is_multipart():
            part.get_content()
    return time.perf_counter() - begin


def _timed(raw: bytes) -> tuple[float, float, float]:
    from debiet.cases import actions as cases
    from debiet.core.actor import Actor
    from debiet.correspondence import actions as correspondence
    from debiet.rules import mail
    from debiet.rules.cases import Carrier

    by, at = Actor.system("mail.import"), datetime.now(tz=UTC)
    begin = time.perf_counter()
    mail.classify(mail.parse(raw))
    read = time.perf_counter()
    taken = correspondence.take_in(
        carrier=Carrier.EMAIL, source="import-mail", content=raw, received_at=at, by=by, at=at
    )
    kept = time.perf_counter()
    outcome = cases.take_up(raw_message_id=taken.raw_message_id, by=by, at=at)
    end = time.perf_counter()
    assert outcome.outcome == "opened", outcome
    return read - begin, kept - read, end - kept


def _ratio(spent: list[Spent]) -> float:
    return sum(one.parse for one in spent) / sum(one.keep + one.take_up for one in spent)


def _ratio_to_ours(spent: list[Spent]) -> float:
    return sum(one.read for one in spent) / sum(one.keep + one.take_up for one in spent)


def _by_kind(spent: list[Spent]) -> dict[str, dict[str, float]]:
    found = {}
    for name, _share, size in MIX:
        rows = [one for one in spent if one.kind == name]
        if rows:
            parse, read, keep, take_up = (
                statistics.median(getattr(row, step) for row in rows) * 1000
                for step in ("parse", "read", "keep", "take_up")
            )
            found[name] = {
                "mails": len(rows),
                "bytes": len(message(1, kind=name, size=size)),
                "parse_ms": round(parse, 2),
                "read_ms": round(read, 2),
                "keep_ms": round(keep, 2),
                "take_up_ms": round(take_up, 2),
                "ratio": round(parse / (keep + take_up), 3),
            }
    return found


def _large(count: int, file_size: int) -> dict[str, Any]:
    """Take large mails, and see how much memory one takes at most."""
    whole, reading, times = [], [], []
    size = 0
    for number in range(count):
        raw = message(1_000_000 + number, kind="short", size=file_size)
        size = len(raw)
        peak = _peak(lambda raw=raw: whole.append(_timed(raw)))  # type: ignore[misc]
        times.append(peak / size)
    reading = [one[0] for one in whole]
    spent = [one[1] + one[2] for one in whole]
    seconds = statistics.median(spent)
    say(f"mail: {size / MB:.0f} MB in {seconds:.2f} s, {max(times):.1f} times in memory")
    return {
        "mails": count,
        "bytes": size,
        "whole": measure.milliseconds(spent),
        "read": measure.milliseconds(reading),
        "keep": measure.milliseconds([one[1] for one in whole]),
        "take_up": measure.milliseconds([one[2] for one in whole]),
        "memory_times": round(max(times), 2),
    }


def _peak(work: Callable[[], None]) -> int:
    """Return how many bytes more a piece of work needed at most; 0 where Linux does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        work()
        return 0
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest until now
    before = _kilobytes(status, "VmRSS")
    work()
    return (_kilobytes(status, "VmHWM") - before) * KB


def _kilobytes(status: Path, name: str) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])

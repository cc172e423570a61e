"""The quick screen after hang-up: what the machine takes, and what a person takes by a model.

A real Chromium asks real processes for the pages, and types the journey that
`tests/journeys/test_phone.py` counts the keys of. What the machine takes is measured: from a key to
the page that shows what it did, painted. What a person takes is no measurement but the
keystroke-level model of Card, Moran and Newell ("The keystroke-level model for user performance
time with interactive systems", Communications of the ACM 23(7), 1980): so long for a key, so long
to make up one's mind. Nobody touches the mouse, so neither pointing nor homing is in it.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import fill, house, measure
from benchmarks.house import House
from benchmarks.measure import figure, say

TARGET_SECONDS, TARGET_KEYS = 20, 12
KEY, MIND = 0.28, 1.35
"""Seconds for one key by an average typist who is no secretary (Shift and Ctrl count as keys), and
for making up one's mind before a group of keys that belong together."""
ASKED, ANSWERED = "Wanneer komt mijn factuur?", "Op 5 maart."


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the journey: what is decided, then pressed, then typed.

    :param words: what is typed beside the keys; the issue does not count it
    :param after: whether it comes after hang-up where the words are typed during the call
    """

    name: str
    minds: int
    keys: tuple[str, ...]
    words: str = ""
    after: bool = False

    @property
    def pressed(self) -> int:
        """Return how many keys that is; a chord is as many as it has keys."""
        return sum(len(key.split("+")) for key in self.keys)

    @property
    def seconds(self) -> float:
        """Return what a person takes for it without the words, by the model."""
        return self.minds * MIND + self.pressed * KEY


STEPS = (
    Step("open the screen and type the number", 1, ("c",), "{phone}"),
    Step("choose the caller", 1, ("Tab", "Space")),
    Step("choose the topic", 1, ("Tab", "Tab", "ArrowDown")),
    Step("type the question", 1, ("Tab",), ASKED),
    Step("type the answer", 1, ("Tab",), ANSWERED),
    Step("register", 1, ("Control+Enter",), after=True),
    Step("read that it is written down", 1, (), after=True),
)


def run(built: House, *, cases: int, opened: int, calls: int) -> dict[str, Any]:
    """Register calls one after the other, and return figures and details.

    :param calls: how many; one before them warms everything up and does not count
    """
    if (reason := _why_not()) is not None:
        say(f"phone: skipped, {reason}")
        return {"figures": [], "details": {"skipped": reason}}
    built.copy(house.PHONE)
    with built.connect(house.PHONE) as connection:
        fill.fill(connection, cases=cases, opened=opened, at=datetime.now(tz=UTC))
    house.use(house.PHONE)
    before = _registered()
    phones = [_phone(number) for number in range(calls + 1)]
    _known(phones)
    cookie = _signed_in()
    with _desk(built, cookie) as page:
        spent = [_call(page, phone) for phone in phones][1:]
    found = _told(spent)
    return found | {"details": found["details"] | {"written": _registered() - before}}


def _why_not() -> str | None:
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    from tests import live

    return None if live.chromium() else "no Chromium on this system: apt-get install chromium"


def _phone(number: int) -> str:
    return f"0470 {number // 100:02d} {number % 100:02d} 00"


def _known(phones: Sequence[str]) -> None:
    """Make a customer for each number: each call is of somebody else, whom the house knows."""
    from debiet.core.actor import Actor
    from debiet.customers import actions as customers
    from debiet.customers.actions import NewCustomer

    made = [
        NewCustomer(
            name=f"Beller {number}",
            language="nl",
            emails=[f"beller{number}@example.be"],
            phones=[phone],
        )
        for number, phone in enumerate(phones)
    ]
    customers.add_customers(customers=made, by=Actor.system("demo"), at=datetime.now(tz=UTC))


def _signed_in() -> str:
    """Return the session of an agent: how one signs in is not what is measured."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(get_user_model().objects.get(email=house.AGENT))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _registered() -> int:
    """Return how many contacts were answered at once."""
    from debiet.cases.models import Interaction

    return Interaction.objects.filter(is_answered_at_once=True).count()


@contextmanager
def _desk(built: House, cookie: str) -> Iterator[Any]:
    """Serve the desk from processes of its own, and have a browser that is signed in."""
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    from tests import live

    urls = built.server.urls(database=house.PHONE).environment()
    with tempfile.TemporaryDirectory() as folder:
        static = {"DEBIET_STATIC_ROOT": str(Path(folder) / "static")}
        Path(static["DEBIET_STATIC_ROOT"]).mkdir()
        log = Path(folder) / "sites.log"
        with live.running_sites(log=log, **urls, **static) as sites, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=live.chromium(), args=live.ARGUMENTS)
            context = browser.new_context(base_url=sites.desk, locale="nl-BE")
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": cookie, "url": sites.desk}])
            yield context.new_page()
            browser.close()


def _call(page: Any, phone: str) -> dict[str, float]:
    """Register one call by keyboard, and return what the machine took for each step."""
    page.goto("/work/mine/")
    page.wait_for_selector("#list-title")
    seconds = {}
    for step in STEPS:
        start = time.perf_counter()
        for key in step.keys:
            page.keyboard.press(key)
        if step.name == "open the screen and type the number":
            page.wait_for_selector("#quick-who:focus")
        if step.words:
            _painted(page)
            start, opened = time.perf_counter(), time.perf_counter() - start
            page.keyboard.insert_text(step.words.format(phone=phone))
            seconds[step.name] = opened
        _seen(page, step.name)
        _painted(page)
        seconds[step.name] = seconds.get(step.name, 0) + time.perf_counter() - start
    return seconds


def _seen(page: Any, name: str) -> None:
    """Wait until the page shows what a step did."""
    match name:
        case "open the screen and type the number":
            page.wait_for_selector(".who input[name=customer]")
        case "choose the caller":
            page.wait_for_selector(".who .state.soon")
            page.wait_for_selector(".who input[name=customer]:focus")
        case "register":
            page.wait_for_url("**/cases/*/")
            page.wait_for_selector("#notices .notice, .notice.ok")


def _painted(page: Any) -> None:
    """Wait until the browser has drawn what it has: two frames later the first of them stands."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def _told(spent: list[dict[str, float]]) -> dict[str, Any]:
    after = [step for step in STEPS if step.after]
    parts = {
        "the words typed during the call": _parts(spent, after),
        "every key pressed after hang-up": _parts(spent, STEPS),
    }
    figures = [
        figure(
            f"seconds after hang-up, {name}",
            part["together_s"],
            "s",
            target=f"at most {TARGET_SECONDS}",
            met=part["together_s"] <= TARGET_SECONDS,
        )
        for name, part in parts.items()
    ]
    keys = sum(step.pressed for step in STEPS)
    figures.append(
        figure(
            "keys beyond the words",
            keys,
            "keys",
            target=f"at most {TARGET_KEYS}",
            met=keys <= TARGET_KEYS,
        )
    )
    for name, part in parts.items():
        say(f"phone: {part['together_s']} s after hang-up, {name}")
    typed = sum(len(step.words.format(phone=_phone(0))) for step in STEPS)
    details: dict[str, Any] = {
        "calls": len(spent),
        "after_hang_up": parts,
        "model": {"key_s": KEY, "mind_s": MIND, "signs": typed, "signs_s": round(typed * KEY, 1)},
        "steps": [
            asdict(step)
            | {"pressed": step.pressed, "person_s": round(step.seconds, 2)}
            | {"machine": measure.milliseconds([one[step.name] for one in spent])}
            for step in STEPS
        ],
    }
    if not all(one["met"] for one in figures):
        details["why"] = [f"{one['name']}: {one['machine']}" for one in details["steps"]]
    return {"figures": figures, "details": details}


def _parts(spent: list[dict[str, float]], steps: Sequence[Step]) -> dict[str, Any]:
    """Return what machine and person take for some steps, apart and together."""
    machine = measure.milliseconds([sum(one[step.name] for step in steps) for one in spent])
    person = sum(step.seconds for step in steps)
    return {
        "keys": sum(step.pressed for step in steps),
        "minds": sum(step.minds for step in steps),
        "person_s": round(person, 2),
        "machine": machine,
        "together_s": round(person + machine["p95_ms"] / 1000, 2),
    }

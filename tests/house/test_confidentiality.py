"""What each role finds of a file of the ombuds function, address by address: a reviewed table.

`confidentiality.txt`, beside this file, is made from the addresses there are: one that is not in it
fails the build, and so does a row that changed. Read the change first; then let one process write
it anew, with `DEBIET_WRITE_TABLE=1` in its environment.

No clock is held beside it. What a file costs is what the database is asked: for whoever may not see
it, the statements about a hidden file are those about one that does not exist.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from debiet.cases.models import Case
from debiet.cases.status_code import status_code
from debiet.correspondence import actions as correspondence
from debiet.incidents import actions as incidents
from debiet.rules.access import Role
from debiet.rules.calls import CallEvent
from debiet.rules.incidents import IncidentKind
from tests import make
from tests.house import files_of_the_office as office
from tests.house.canary_words import CANARY
from tests.house.files_of_the_office import (
    COLUMNS,
    CUSTOMER,
    HIDDEN,
    NOWHERE,
    OUTSIDERS,
    Address,
    Answer,
    House,
)
from tests.house.forms_of_pages import PageForm, forms_of
from tests.house.test_canary import TYPED
from tests.house.test_urls_and_roles import SITES, addresses

TABLE = Path(__file__).with_name("confidentiality.txt")
NOT_ASKED = "."
SEEN = ("", "f", "z")
"""Addresses that are about no file, about a complaint of the first line, about a frozen case."""
LISTS = ("mine", "team", "at-risk", "breached", "unassigned", "open", "aside")
NUMBERS = {"number", "numbers", "other", "case_number", "about_number", "leading_number"}
"""What fields are called that take the number of a case."""
NOTED = {
    "desk:emergency": "that it was tried is written down, and the office and the DPO are told who",
}
"""Forms that do more about a hidden case than about none; the page that comes back is the same."""
pytestmark = pytest.mark.django_db
Key = tuple[str, str, str]


@pytest.fixture
def on_monday(monkeypatch, settings):
    """It is one moment all the time: what differs then differs for another reason."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SESSION_COOKIE_AGE = 400 * 86_400
    monkeypatch.setattr(timezone, "now", lambda: make.MONDAY + timedelta(hours=2))


def rows() -> dict[Key, dict[str, str]]:
    """Return the reviewed table: site, address and file, to what each one finds."""
    found = {}
    lines = TABLE.read_text().splitlines() if TABLE.exists() else []
    for line in lines:
        if line and not line.startswith("#"):
            site, name, kind, *cells = line.split()
            found[site, name, kind] = dict(zip(COLUMNS, cells, strict=True))
    return found


def written(column: str, found: dict[Key, str]) -> None:
    """Write a column of the table anew."""
    heading = [one for one in TABLE.read_text().splitlines() if one.startswith("#")]
    table = rows()
    for key, cell in found.items():
        table.setdefault(key, dict.fromkeys(COLUMNS, NOT_ASKED))[column] = cell
    lines = [
        f"{site:<6} {name:<36} {kind:<2} "
        + " ".join(f"{table[site, name, kind][c]:<6}" for c in COLUMNS)
        for site, name, kind in sorted(table, key=lambda key: (SITES.index(key[0]), *key[1:]))
    ]
    TABLE.write_text("\n".join([*heading, *(line.rstrip() for line in lines)]) + "\n")


class Look:
    """Somebody who looks at every address of a site."""

    def __init__(self, made: House, column: str, site: str) -> None:
        self.made, self.site = made, site
        self.client = office.browser(made, column)

    def ask(self, path: str, **words: str) -> Answer:
        return office.ask(self.client, path, words)

    def addresses(self) -> list[Address]:
        return office.all_addresses(self.site)

    def paths(self, one: Address, kind: str) -> list[tuple[str, str]]:
        """Return the names in the table and the paths of an address."""
        path = one.path(self.made, kind)
        if one.name != "desk:worklist":
            return [(one.name, path)]
        return [(f"{one.name}/{listed}", path.replace("/team/", f"/{listed}/")) for listed in LISTS]

    def everything(self, kinds: tuple[str, ...], known: dict[Key, Answer] | None = None):
        """Return all answers, of what is a list also when the word is searched for.

        :param known: answers of before; what was no page then is not asked for again
        """
        found: dict[Key, Answer] = {}
        for one in self.addresses():
            for kind in [kind for kind in one.kinds(self.made) if kind in kinds]:
                for name, path in self.paths(one, kind):
                    before = (known or {}).get((self.site, name, kind))
                    if kind and before is not None and before.status != 200:
                        found[self.site, name, kind] = before
                        continue
                    answer = found[self.site, name, kind] = self.ask(path)
                    if not kind and answer.status == 200:
                        found[self.site, f"{name}?q", kind] = self.ask(path, q=TYPED)
        return found


def cell_of(made: House, kind: str, answer: Answer, searched: Answer | None) -> str:
    """Return what somebody finds, as the table says it."""
    if answer.status != 200:
        return str(answer.status)
    body = answer.body + (searched.body if searched else "")
    if kind:
        return "open" if made.number(kind) in body or CANARY in body else "hidden"
    shown = [one for one in made.ids if made.number(one) in body]
    return "".join([*shown, *("w" if CANARY in body else "")]) or "-"


def cells(made: House, found: dict[Key, Answer]) -> dict[Key, str]:
    """Return the column of the table."""
    return {
        (site, name, kind or "-"): cell_of(made, kind, answer, found.get((site, f"{name}?q", kind)))
        for (site, name, kind), answer in found.items()
        if not name.endswith("?q")
    }


def same_as_nothing(look: Look) -> list[str]:
    """Return what tells a hidden file from one that does not exist: nothing, by GET and by POST."""
    told = []
    for one in look.addresses():
        kinds = [kind for kind in one.kinds(look.made) if kind in HIDDEN]
        for method in ("get", "post") if kinds else ():
            path = one.path(look.made, kinds[0], is_there=False)
            nothing = office.ask(look.client, path, {}, method=method)
            for kind in kinds:
                path = one.path(look.made, kind)
                hidden = office.ask(look.client, path, {}, method=method)
                if bare(look.made, one, kind, hidden) != bare(look.made, one, "", nothing):
                    told.append(f"{method} {one.name} {kind}: {nothing.status} {hidden.status}")
    return told


def bare(made: House, one: Address, kind: str, answer: Answer) -> Answer:
    """Return an answer without the identifiers that were asked for."""
    body = answer.body
    asked = [made.ids[kind][key] for key in one.of_file] if kind else [NOWHERE, 999_999]
    for identifier in asked:
        body = body.replace(f"/{identifier}/", "/").replace(f"%2F{identifier}%2F", "%2F")
    return Answer(answer.status, body, answer.statements)


def same_in_forms(look: Look, pages: dict[Key, Answer]) -> list[str]:
    """Return which form tells a hidden case from none, where a number is filled in.

    Each goes out as its page has it, with words where words are asked for.
    """
    told, sent = [], set()
    for one in look.addresses():
        for kind in [kind for kind in one.kinds(look.made) if kind in SEEN]:
            page = pages[look.site, look.paths(one, kind)[0][0], kind]
            path = one.path(look.made, kind)
            for form in forms_of(page.body) if page.status == 200 else ():
                names = NUMBERS & set(form.values)
                action = form.action or path
                if not names or (action, *names) in sent:
                    continue
                sent.add((action, *names))
                if numbers_told(look, form, action, names, is_noted=one.name in NOTED):
                    told.append(f"{one.name} {kind} {sorted(names)}")
    return told


def numbers_told(
    look: Look, form: PageForm, action: str, names: set[str], *, is_noted: bool = False
) -> bool:
    """Return whether a form answers otherwise about a hidden case than about none."""
    answers = set()
    for number in (NOWHERE, *(look.made.number(kind) for kind in HIDDEN)):
        words = form.values | dict.fromkeys(names, number)
        one = office.ask(look.client, action, words, method="post")
        statements = () if is_noted else one.statements
        answers.add(Answer(one.status, one.body.replace(number, ""), statements))
    return len(answers) > 1


@pytest.mark.parametrize("column", COLUMNS)
def test_each_role_finds_of_each_file_what_the_table_says(column, on_site, on_monday, jobs, caplog):
    made = office.house()
    case = Case.objects.get(number=made.number("z"))
    made.code = status_code(case.number, case.code_version)
    jobs.run()
    looks, before = {}, {}
    for site in office.sites_of(column):
        on_site(site)
        looks[site] = Look(made, column, site)
        if column in OUTSIDERS:
            before |= looks[site].everything(SEEN)

    office.hide(made)
    jobs.run()

    after = {}
    for site, look in looks.items():
        on_site(site)
        after |= look.everything(("", *made.ids), before)
        if column in OUTSIDERS:
            assert same_as_nothing(look) == []
            assert same_in_forms(look, after) == []
    if column in OUTSIDERS:
        assert [key for key, one in after.items() if CANARY in one.body] == []
        changed = [key for key, one in before.items() if after[key].body != one.body]
        told = "z" if column == CUSTOMER else None  # whose complaint it is reads what was decided
        assert [key for key in changed if key[2] != told] == []
        assert CANARY not in caplog.text
    found = cells(made, after)
    if os.environ.get("DEBIET_WRITE_TABLE"):
        written(column, found)
    expected = {key: row[column] for key, row in rows().items() if row[column] != NOT_ASKED}
    assert found == expected


@pytest.mark.parametrize("site", SITES)
def test_every_address_stands_in_the_table(site):
    listed = {name.partition("/")[0] for at, name, _kind in rows() if at == site}
    assert {name for name, _arguments in addresses(site)} == listed


def test_nobody_outside_of_the_office_is_shown_a_file_of_it():
    """The table itself is held to the rule, whoever writes it anew."""
    for (_site, name, kind), row in rows().items():
        for column in OUTSIDERS:
            if kind in HIDDEN:
                assert row[column] not in ("open", "hidden", "200"), (name, kind, column)
            if kind == "-":
                assert not set(row[column]) & {*HIDDEN, "w"}, (name, column)


def test_nor_does_a_number_where_calls_and_incidents_ask_for_one(on_site, on_monday):
    made = office.house()
    office.hide(made)
    by = {"by": made.readers[Role.TEAM_LEAD].actor, "at": make.MONDAY}
    facts = incidents.IncidentFacts(
        kind=IncidentKind.OTHER,
        title="Geen water",
        team_id=made.utility.team.pk,
        topic_codes=("invoice",),
        areas=(),
        began_at=make.MONDAY,
    )
    incident_id = incidents.open_incident(facts=facts, **by)
    signs = [correspondence.Sign(CallEvent.RINGING, make.MONDAY)]
    call_id = correspondence.record_call(
        source="exchange", call_id="2", caller="0470", signs=signs, by=make.SYSTEM, at=make.MONDAY
    )
    on_site("desk")
    look = Look(made, Role.TEAM_LEAD, "desk")
    for name, which, what in (
        ("desk:incident-link", incident_id, "numbers"),
        ("desk:tie-call", call_id, "number"),
    ):
        action = reverse(name, args=[which])
        assert not numbers_told(look, PageForm(action), action, {what}), name

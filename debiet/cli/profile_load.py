"""Loading a profile into the database, through the same actions that the desk uses."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.clauses import actions as clauses
from debiet.cli.profile_days import YEARS_BACK, definition, jurisdiction
from debiet.cli.profile_desk import Desk
from debiet.cli.profile_files import Profile, ProfileRefused
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.correspondence import actions as correspondence
from debiet.customers import actions as customers
from debiet.jurisdictions.house import complaint_periods
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_subject import SETTING
from debiet.staff import actions as staff_actions
from debiet.staff import places
from debiet.staff import queries as staff
from debiet.terms import actions as terms_actions
from debiet.terms import queries as terms


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a profile.

    :param leads_without_sign_in: addresses that lead a team, but nobody signs in with
    :param left_to_desk: what employees set differently at the desk, and stays so
    """

    leads_without_sign_in: tuple[str, ...]
    left_to_desk: tuple[str, ...] = ()


@transaction.atomic
def load_profile(profile: Profile, *, takes_over: bool = False, by: Actor, at: datetime) -> Loaded:
    """Load a profile, all of it or nothing; loading the same again changes nothing.

    What is loaded into an empty house is how it has always worked: it holds from the first day
    whose holidays are known. What a later loading changes holds from its moment on.

    :param takes_over: let the files win over what was set at the desk since

    :raises ProfileRefused: with the entry that cannot be loaded and why
    """
    is_first = all(terms.newest_definition(row.code) is None for row in profile.calendars)
    valid_from = _first_known_day(at) if is_first else at
    desk = Desk(takes_over)
    _load_choices(profile, valid_from=valid_from, by=by, at=at)
    _load_complaints(profile, valid_from=valid_from, by=by, at=at)
    _load_second_line(profile, valid_from=valid_from, by=by, at=at)
    _load_teams(profile, desk, by=by, at=at)
    _load_topics(profile, desk, by=by, at=at)
    _load_mailboxes(profile, desk, by=by, at=at)
    _load_calendars(profile, desk, valid_from=valid_from, by=by, at=at)
    _load_policies(profile, desk, valid_from=valid_from, by=by, at=at)
    _load_letters(profile, desk, valid_from=valid_from, by=by, at=at)
    with _loading("verification"):
        customers.save_verification_rule(
            facts=profile.verification.facts,
            needed=profile.verification.needed,
            valid_from=valid_from,
            by=by,
            at=at,
        )
    missing = appoint_leads(profile, desk, by=by, at=at)
    return Loaded(missing, tuple(desk.left))


def _first_known_day(at: datetime) -> datetime:
    local = timezone.localtime(at)
    return timezone.make_aware(datetime(local.year - YEARS_BACK, 1, 1))  # noqa: DTZ001


@contextmanager
def _loading(what: str) -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise ProfileRefused(f"{what}: {refusal}") from refusal


def _load_choices(profile: Profile, *, valid_from: datetime, by: Actor, at: datetime) -> None:
    for code in ("jurisdiction", "form_of_address", "language_rule"):
        staff_actions.save_house_setting(
            code=code, value=getattr(profile, code), valid_from=valid_from, by=by, at=at
        )


def _load_complaints(profile: Profile, *, valid_from: datetime, by: Actor, at: datetime) -> None:
    """Write down the utility's own terms for complaints, once it is known that they can be."""
    jurisdiction(profile)  # refuses one that is not there
    own = {f"complaint_{name}": str(days) for name, days in asdict(profile.complaints).items()}
    choices = {"jurisdiction": profile.jurisdiction, **own}
    try:
        complaint_periods(choices, on=timezone.localtime(at).date())
    except ValueError as trouble:
        raise ProfileRefused(f"utility.toml, complaints: {trouble}.") from trouble
    for code, value in own.items():
        staff_actions.save_house_setting(
            code=code, value=value, valid_from=valid_from, by=by, at=at
        )


def _load_second_line(profile: Profile, *, valid_from: datetime, by: Actor, at: datetime) -> None:
    """Write down where customers go next; what a profile no longer names is the law's again."""
    own = {SETTING + topic: ",".join(bodies) for topic, bodies in profile.second_line.items()}
    known = [code for code in staff.house_settings(at=at) if code.startswith(SETTING)]
    for code, value in {**dict.fromkeys(known, ""), **own}.items():
        staff_actions.save_house_setting(
            code=code, value=value, valid_from=valid_from, by=by, at=at
        )


def save_organizations(profile: Profile, desk: Desk, *, by: Actor, at: datetime) -> dict[str, int]:
    """Save the organizations of a profile and return the id of each by its code."""
    found = {one.code: one.organization_id for one in places.organizations()}
    for organization in profile.organizations:
        if desk.decided("organization", organization.code):
            continue
        with _loading(f"organization {organization.code}"):
            found[organization.code] = staff_actions.save_organization(
                code=organization.code,
                name=organization.name,
                is_partner=organization.is_partner,
                by=by,
                at=at,
            ).pk
    return found


def _load_teams(profile: Profile, desk: Desk, *, by: Actor, at: datetime) -> None:
    organizations = save_organizations(profile, desk, by=by, at=at)
    for team in profile.teams:
        if desk.decided("team", team.code):
            continue
        with _loading(f"team {team.code}"):
            staff_actions.save_team(
                code=team.code,
                name=team.name,
                organization_id=organizations[team.organization],
                compartment=team.compartment or None,
                by=by,
                at=at,
            )


def appoint_leads(profile: Profile, desk: Desk, *, by: Actor, at: datetime) -> tuple[str, ...]:
    """Let the leads that a profile names lead their teams; return those who have no sign-in."""
    missing: dict[str, None] = {}
    for team in profile.teams:
        team_id = staff.team_id(team.code)
        for address in team.leads:
            employee_id = staff.employee_id_at(address)
            if employee_id is None:
                missing[address] = None
            elif team_id is not None and not desk.decided(
                "employee", employee_id, named=f"teams of {address}"
            ):
                staff_actions.join_team(
                    employee_id=employee_id, team_id=team_id, is_lead=True, by=by, at=at
                )
    return tuple(missing)


def _load_topics(profile: Profile, desk: Desk, *, by: Actor, at: datetime) -> None:
    for position, topic in enumerate(profile.topics, start=1):
        if desk.decided("topic", topic.code):
            continue
        with _loading(f"topic {topic.code}"):
            cases.save_topic(
                code=topic.code,
                labels=topic.labels,
                parent_code=topic.parent or None,
                team_id=staff.team_id(topic.team) if topic.team else None,
                is_public=topic.is_public,
                position=position,
                by=by,
                at=at,
            )


def _load_mailboxes(profile: Profile, desk: Desk, *, by: Actor, at: datetime) -> None:
    for mailbox in profile.mailboxes:
        if desk.decided("mailbox", mailbox.code):
            continue
        with _loading(f"mailbox {mailbox.code}"):
            correspondence.save_mailbox(
                code=mailbox.code,
                address=mailbox.address,
                protocol=mailbox.protocol,
                topic_code=mailbox.topic,
                # Whoever handles the topic sees what arrives, and nobody else.
                compartment=case_queries.topic_compartment(mailbox.topic),
                server=mailbox.server,
                is_active=mailbox.is_active,
                by=by,
                at=at,
            )


def _load_calendars(
    profile: Profile, desk: Desk, *, valid_from: datetime, by: Actor, at: datetime
) -> None:
    on = timezone.localtime(at).date()
    for calendar in profile.calendars:
        if desk.decided("calendar", calendar.code):
            continue
        with _loading(f"calendar {calendar.code}"):
            earlier = terms.newest_definition(calendar.code)
            terms_actions.save_calendar_version(
                code=calendar.code,
                name=calendar.name,
                definition=definition(calendar, profile, earlier=earlier, on=on),
                valid_from=valid_from,
                by=by,
                at=at,
            )


def _load_policies(
    profile: Profile, desk: Desk, *, valid_from: datetime, by: Actor, at: datetime
) -> None:
    on = timezone.localtime(at).date()
    for policy in profile.policies:
        if desk.decided("policy", policy.code):
            continue
        with _loading(f"policy {policy.code}"):
            terms_actions.save_policy_version(
                code=policy.code,
                title=policy.title,
                match=policy.match,
                targets=[_target(target, profile, on=on) for target in policy.targets],
                promise=policy.promise,
                is_retired=policy.is_retired,
                valid_from=valid_from,
                by=by,
                at=at,
            )


def _target(target: dict[str, Any], profile: Profile, *, on: date) -> dict[str, Any]:
    """Return a target with the law's amount and unit where it names the law's term."""
    rest = dict(target)
    if "by_law" in rest:
        name = rest.pop("by_law")
        terms_of_law = jurisdiction(profile).TERMS
        if name not in terms_of_law:
            raise ProfileRefused(f"{profile.jurisdiction} sets no term {name!r}.")
        legal = value_on(terms_of_law[name], on=on)
        own = getattr(profile.complaints, name.removeprefix("complaint_"), 0)
        rest = {"amount": own or legal.value, "unit": legal.unit.value} | rest
    if "amount" in rest:
        rest["amount"] = str(rest["amount"])
    return rest


def _load_letters(
    profile: Profile, desk: Desk, *, valid_from: datetime, by: Actor, at: datetime
) -> None:
    for clause in profile.clauses:
        if desk.decided("clause", clause.code):
            continue
        for language, text in clause.texts.items():
            with _loading(f"clause {clause.code} in {language}"):
                version = clauses.write_clause(
                    code=clause.code, title=clause.title, language=language, text=text, by=by, at=at
                )
                clauses.approve_clause(version_id=version.pk, valid_from=valid_from, by=by, at=at)
        with _loading(f"clause {clause.code}"):
            clauses.set_clause_key(code=clause.code, key=clause.key, by=by, at=at)
    for template in profile.templates:
        if desk.decided("template", template.code):
            continue
        with _loading(f"template {template.code}"):
            clauses.save_template(
                code=template.code,
                title=template.title,
                clause_codes=template.clauses,
                is_for_answers=template.is_for_answers,
                is_substantive=template.is_substantive,
                resolves=template.resolves,
                by=by,
                at=at,
            )

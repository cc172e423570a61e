"""Looking at every action and every query there is: what the house promises of each."""

import importlib
import inspect
import pkgutil
from dataclasses import fields

import pytest
from django.apps import apps
from django.conf import settings

import debiet
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, Refused
from debiet.core.events import Event
from debiet.core.operations import ACTIONS
from debiet.core.reading import QUERIES
from debiet.rules.access import Permission, Role
from debiet.staff.permissions import COMPARTMENTS, ROLES, SYSTEM, VISITOR
from debiet.wiring import JOBS

NOT_SHAPED_LIKE_AN_APP = {
    "debiet.cases.actions.arriving",
    "debiet.cases.actions.attaching",
    "debiet.cases.actions.form_files",
    "debiet.cases.actions.locking",
    "debiet.cases.actions.mail_contacts",
    "debiet.cases.actions.mail_files",
    "debiet.cases.actions.closing",
    "debiet.cases.actions.adding",
    "debiet.cases.actions.placing",
    "debiet.cases.actions.settling",
    "debiet.cases.actions.guarding",
    "debiet.cases.actions.taking_mail",
    "debiet.cases.actions.taking_reports",
    "debiet.cases.actions.threads",
    "debiet.cases.actions.topic_writing",
    "debiet.cases.actions.offering",
    "debiet.cases.actions.pairs",
    "debiet.cases.actions.paper",
    "debiet.cases.actions.promising",
    "debiet.cases.actions.saying",
    "debiet.complaints.actions.counting",
    "debiet.complaints.actions.letters_left",
    "debiet.complaints.actions.letters_writing",
    "debiet.complaints.actions.ombuds_files",
    "debiet.complaints.actions.reviews_at_hand",
    "debiet.complaints.actions.subjects",
    "debiet.complaints.actions.taking_over",
    "debiet.complaints.actions.walking",
    "debiet.incidents.actions.locking",
}
"""Shared parts of actions, called by actions only."""

PLAIN_HELPERS = {
    "check_coding",
    "check_ties",
    "days_of_law",
    "seen_exemptions",
    "hold",
    "holding",
    "is_acknowledged",
    "end_clocks",
    "has_wish",
    "references_of_row",
    "region",
    "lock_turns",
    "chosen_rows",
    "punctuality",
    "received_in",
    "with_moments",
    "note_choice",
    "given_by_way",
    "tell_moved",
    "joined",
    "note_tries",
    "check_successor",
    "check_final_day",
    "page_of",
    "picked_cases",
    "stood_in_for",
    "waiting_for_absent",
    "addresses_of",
    "areas_of",
    "in_force",
    "papers_to_register",
    "unsettled",
    "waiting_letters",
    "without_contact",
    "without_taker",
    "sentence_in",
    "promised",
    "broken",
    "calendar_after",
    "deadlines",
    "deadlines_of",
    "target_after",
    "back_at",
    "open_follow_ups",
    "value_of",
    "owed_tasks",
    "with_both_cases",
    "timeline_of",
    "add_row",
    "locked_clocks",
    "project_all",
    "filled",
    "label_of",
    "legible",
    "answered_at",
    "as_info",
    "lock",
    "lock_contents",
    "shown_name",
    "compartment_of_topic",
    "as_raw",
    "as_mailbox_info",
    "match_from",
    "sort_key",
    "spread_plan",
    "within",
    "said_in",
    "calls_by",
    "set_aside_by",
}
"""Pure functions that stand beside actions or queries: they look nothing up for a person."""


def modules(part):
    for found in pkgutil.walk_packages(debiet.__path__, "debiet."):
        steps = found.name.split(".")
        if len(steps) >= 3 and steps[2] == part and "migrations" not in steps:
            yield importlib.import_module(found.name)


def public_functions(module):
    for name, value in vars(module).items():
        is_function = inspect.isfunction(value) and value.__module__ == module.__name__
        if is_function and not name.startswith("_"):
            yield name, value


def all_actions():
    for module in modules("actions"):
        if module.__name__ not in NOT_SHAPED_LIKE_AN_APP:
            for name, function in public_functions(module):
                if name not in PLAIN_HELPERS:
                    yield pytest.param(function, id=f"{module.__name__}.{name}")


def all_queries():
    for module in modules("queries"):
        for name, function in public_functions(module):
            if name not in PLAIN_HELPERS and not name.endswith("_for_update"):
                yield pytest.param(function, id=f"{module.__name__}.{name}")


@pytest.mark.parametrize("function", list(all_actions()))
def test_every_action_names_its_permission_and_takes_keywords_only(function):
    assert isinstance(function.permission, Permission)
    parameters = inspect.signature(function).parameters.values()
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)
    assert {"by"} <= {parameter.name for parameter in parameters}


@pytest.mark.parametrize("function", list(all_actions()))
def test_every_action_refuses_an_actor_without_its_permission_before_anything_else(function):
    values = dict.fromkeys(inspect.signature(function).parameters)
    values["by"] = Actor(user_id=1, permissions=frozenset(set(Permission) - {function.permission}))

    with pytest.raises(NotAllowed):  # no database is open here: nothing was touched
        function(**values)


@pytest.mark.parametrize("function", list(all_queries()))
def test_every_query_is_marked_and_personal_ones_take_a_viewer(function):
    assert isinstance(function.personal, bool)
    if function.personal:
        assert "viewer" in inspect.signature(function).parameters


@pytest.mark.parametrize("part", ["actions", "queries"])
def test_no_module_hides_what_its_package_offers_under_the_same_name(part):
    """A file called as a function of another one is found in its place, and mypy says nothing."""
    packages = [module for module in modules(part) if hasattr(module, "__all__")]
    hidden = [
        f"{package.__name__}.{name}"
        for package in packages
        for name in package.__all__
        if inspect.ismodule(getattr(package, name))
    ]
    assert packages
    assert hidden == []


def test_the_registries_hold_what_the_modules_hold():
    assert len(ACTIONS) >= len(list(all_actions()))
    assert len(QUERIES) >= len(list(all_queries()))


def test_every_event_stands_in_the_wiring_and_nothing_else_does():
    list(modules("events"))
    assert set(JOBS) == set(Event.__subclasses__())


def test_events_hold_ids_only():
    for event in JOBS:
        assert all(field.type in (int, str, "int", "str") for field in fields(event)), event


def test_every_role_has_a_row_in_the_table_of_permissions_and_of_compartments():
    assert set(ROLES) == set(Role) == set(COMPARTMENTS)


def test_every_permission_is_held_by_somebody():
    held = set().union(*ROLES.values(), *VISITOR.values(), *SYSTEM.values())
    assert held == set(Permission)


def test_refusals_have_codes_of_their_own():
    for module in (*modules("actions"), *modules("errors")):
        assert module
    refusals = [Refused, *all_subclasses(Refused)]
    codes = [refusal.code for refusal in refusals]
    assert len(set(codes)) == len(codes)
    assert all(str(refusal.message) for refusal in refusals)


def all_subclasses(kind):
    for found in kind.__subclasses__():
        yield found
        yield from all_subclasses(found)


ORDER = [
    "core",
    "identity",
    "staff",
    "clauses",
    "knowledge",
    "terms",
    "files",
    "search",
    "correspondence",
    "customers",
    "cases",
    "incidents",
    "retention",
    "complaints",
]


def test_foreign_keys_point_downwards():
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in ORDER:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                target = field.related_model._meta.app_label
                assert target in ORDER, f"{model.__name__}.{field.name} points at {target}"
                assert ORDER.index(target) <= ORDER.index(label), f"{model.__name__}.{field.name}"


def test_every_model_of_ours_lies_in_an_app_of_the_order():
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("debiet.")}
    with_models = {label for label in ours if list(apps.get_app_config(label).get_models())}
    assert with_models == set(ORDER)


def test_the_import_map_protects_the_models_of_every_app():
    contracts = (settings.HERE.parent / ".importlinter").read_text()
    protected = {
        line.rpartition("models-")[2].rstrip("]")
        for line in contracts.splitlines()
        if line.startswith("[importlinter:contract:models-")
    }
    assert protected == set(ORDER)

"""Each answer says where the customer can go next, because all leave through one function.

Whoever finds another way to send something to a customer has to say here what it is.
"""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from debiet.cases import letters

ROOT = Path(__file__).parents[2]

QUEUED_BY = {
    "debiet/cases/actions/saying.py:leave": "all that is about a case, answers among it",
    "debiet/cases/actions/mailing_notices.py:_send": "what employees are told",
    "debiet/correspondence/actions/sending.py:replace_message": "words that left already",
}
"""Who may put a message into the outbox, and what it holds."""

LEFT_BY = {
    "debiet/cases/actions/answering.py:answer_case": {"ANSWER"},
    "debiet/cases/actions/saying.py:confirm": {"CONFIRMATION"},
    "debiet/cases/actions/answering.py:_announce": {"ANSWER_READY"},
    "debiet/cases/actions/telling_many.py:_send": {"ANSWER"},
    "debiet/cases/actions/telling_many.py:_announce": {"ANSWER_READY"},
    "debiet/cases/actions/coding.py:send_code": {"STATUS_CODE"},
    "debiet/cases/actions/opening.py:_acknowledgement": {"ACKNOWLEDGEMENT"},
    "debiet/cases/actions/registering_letters.py:_confirm": {"ACKNOWLEDGEMENT"},
    "debiet/cases/actions/saying.py:say": set(),  # by its caller's purpose
    "debiet/cases/actions/writing_letters.py:write_letter": {"template"},
}
"""Who writes to a customer about a case, and to what purpose."""

REPLACED_BY = {"debiet/cases/actions/paper.py:send_on_paper"}
"""Who sends the same words another way."""


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call of a function of one of these names with the function it stands in."""
    for path in sorted((ROOT / "debiet").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            place = f"{path.relative_to(ROOT)}:{function.name}"
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and called(node) in names:
                    yield place, node


def called(node: ast.Call) -> str:
    found = node.func
    return found.attr if isinstance(found, ast.Attribute) else getattr(found, "id", "")


def purpose_of(node: ast.Call) -> set[str]:
    values = [one.value for one in node.keywords if one.arg == "purpose"]
    return {one.attr for one in values if isinstance(one, ast.Attribute)}


def test_only_these_put_a_message_into_the_outbox():
    assert {place for place, _call in calls("queue_message")} == set(QUEUED_BY)


def test_only_these_write_to_a_customer_about_a_case():
    found: dict[str, set[str]] = {}
    for place, call in calls("leave", "say"):
        if place.startswith("debiet/cases/"):  # elsewhere these are other functions
            found.setdefault(place, set()).update(purpose_of(call))
    assert found == LEFT_BY


def test_nobody_outside_of_cases_reaches_past_their_actions():
    outside = [path for path in (ROOT / "debiet").rglob("*.py") if "cases" not in path.parts]
    assert not [path for path in outside if "cases.actions.saying" in path.read_text()]


def test_only_these_send_the_same_words_again():
    assert {place for place, _call in calls("replace_message")} == REPLACED_BY


def test_the_one_function_looks_at_every_answer():
    """Before it queues anything, it checks what a purpose of an answer needs."""
    (function,) = [
        node
        for node in ast.walk(ast.parse((ROOT / "debiet/cases/actions/saying.py").read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == "leave"
    ]
    order = [called(node) for node in ast.walk(function) if isinstance(node, ast.Call)]
    assert {"required", "check", "queue_message"} <= set(order)
    lines = {called(node): node.lineno for node in ast.walk(function) if isinstance(node, ast.Call)}
    assert lines["required"] < lines["check"] < lines["queue_message"]


def test_no_letter_of_the_house_passes_for_an_answer():
    """Its template is its purpose, so none may be called as an answer is."""
    chosen = [
        (place.split(":")[0], name.id)
        for place, call in calls("Composing")
        for node in call.keywords
        if node.arg == "template"
        for name in ast.walk(node.value)
        if isinstance(name, ast.Name) and name.id.isupper()
    ]
    templates = {
        getattr(import_module(place[: -len(".py")].replace("/", ".")), name)
        for place, name in chosen
    }
    assert len(templates) == len(chosen) >= len(list(calls("Composing")))
    assert not templates & letters.ANSWERS


def test_what_answers_a_customer_is_known_by_its_purpose():
    answering = {"ANSWER", "CONFIRMATION"}
    assert {getattr(letters, name) for name in answering} == letters.ANSWERS
    others = set().union(*LEFT_BY.values()) - answering - {"template"}
    assert others == {"ANSWER_READY", "STATUS_CODE", "ACKNOWLEDGEMENT"}  # none answers anything

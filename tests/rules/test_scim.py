"""What a system that manages people sends is read, or refused in words; nothing else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.scim import (
    USER,
    BadRequest,
    filtered,
    group_named,
    members_patched,
    patched,
    person_of,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", {}),
        ('userName eq "an@example.org"', {"user_name": "an@example.org"}),
        (' USERNAME EQ "An@Example.org" ', {"user_name": "An@Example.org"}),
        (r'externalId eq "a\"b\\c"', {"external_id": r'a"b\c'}),
    ],
)
def test_a_filter_names_one_person(typed, expected):
    assert filtered(typed) == expected


@pytest.mark.parametrize(
    "typed", ["userName", 'userName co "a"', 'userName eq "a" or active eq true', 'userName eq "a']
)
def test_another_filter_is_refused(typed):
    with pytest.raises(BadRequest) as refused:
        filtered(typed)
    assert refused.value.kind == "invalidFilter"


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (
            {"userName": "an@x.be", "displayName": "An", "externalId": "7", "active": True},
            {"user_name": "an@x.be", "name": "An", "external_id": "7", "is_active": True},
        ),
        (
            {"USERNAME": "an@x.be", "name": {"givenName": "An", "familyName": "De Smet"}},
            {"user_name": "an@x.be", "name": "An De Smet"},
        ),
        (
            {"userName": "an@x.be", "name": {"formatted": "An D.", "familyName": "De Smet"}},
            {"user_name": "an@x.be", "name": "An D."},
        ),
        (
            {"userName": "an@x.be", "displayName": " An ", "title": "dr.", "active": None},
            {"user_name": "an@x.be", "name": "An"},
        ),
    ],
)
def test_a_whole_user_is_read(resource, expected):
    assert person_of(resource) == expected


@pytest.mark.parametrize(
    "resource",
    [
        {},
        {"userName": "an@x.be"},
        {"displayName": "An"},
        {"userName": "an@x.be", "name": {}},
        {"userName": 7, "displayName": "An"},
        {"userName": "an@x.be", "displayName": "A\x00n"},
        {"userName": "an@x.be", "displayName": "An", "active": "perhaps"},
        {"userName": "an@x.be", "displayName": "An", "active": 1},
    ],
)
def test_half_a_user_is_refused(resource):
    with pytest.raises(BadRequest):
        person_of(resource)


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([{"op": "replace", "path": "active", "value": False}], {"is_active": False}),
        ([{"op": "Replace", "path": "active", "value": "False"}], {"is_active": False}),
        ([{"op": "replace", "value": {"active": False}}], {"is_active": False}),
        ([{"op": "add", "value": {"name.formatted": "An", "x": 1}}], {"name": "An"}),
        ([{"op": "replace", "path": "name", "value": {"formatted": "An"}}], {"name": "An"}),
        (
            [{"op": "replace", "path": f"{USER}:userName", "value": "b@x.be"}],
            {"user_name": "b@x.be"},
        ),
        ([{"op": "remove", "path": "externalId"}], {"external_id": ""}),
        ([{"op": "replace", "path": "title", "value": "dr."}], {}),
        (
            [
                {"op": "replace", "path": "active", "value": False},
                {"op": "replace", "path": "active", "value": True},
            ],
            {"is_active": True},
        ),
    ],
)
def test_a_patch_is_read(operations, expected):
    assert patched({"Operations": operations}) == expected


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"Operations": []},
        {"Operations": {"op": "replace"}},
        {"Operations": ["replace"]},
        {"Operations": [{"op": "remove", "path": "userName"}]},
        {"Operations": [{"op": "move", "path": "active", "value": False}]},
        {"Operations": [{"op": "replace", "value": False}]},
        {"Operations": [{"op": "replace", "path": "active", "value": "no"}]},
        {"Operations": [{"op": "replace", "path": "active"}]},
    ],
)
def test_a_patch_that_cannot_be_read_is_refused(message):
    with pytest.raises(BadRequest):
        patched(message)


PLAIN = st.none() | st.booleans() | st.integers() | st.sampled_from(["replace", "add", "True", ""])
OPERATION = st.fixed_dictionaries(
    {"op": PLAIN, "path": PLAIN | st.sampled_from(["active", "name", "userName"]), "value": PLAIN}
)


@given(
    st.fixed_dictionaries(
        {
            "Operations": PLAIN | st.lists(PLAIN | OPERATION, max_size=3),
            "userName": PLAIN,
            "name": PLAIN | st.fixed_dictionaries({"formatted": PLAIN}),
            "active": PLAIN,
        }
    )
)
def test_whatever_is_sent_is_read_or_refused(message):
    for read in (patched, person_of):
        try:
            found = read(message)
        except BadRequest:
            continue
        assert set(found) <= {"user_name", "name", "external_id", "is_active"}


def member(*ids):
    return [{"value": str(one)} for one in ids]


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([{"op": "add", "path": "members", "value": member(3)}], {1, 2, 3}),
        ([{"op": "Remove", "path": 'members[value eq "2"]'}], {1}),
        ([{"op": "remove", "path": "members", "value": member(2, 9)}], {1}),
        ([{"op": "remove", "path": "members"}], set()),
        ([{"op": "replace", "path": "members", "value": member(5)}], {5}),
        (
            [
                {"op": "remove", "path": "members", "value": member(1)},
                {"op": "add", "path": "members", "value": member(1)},
            ],
            {1, 2},
        ),
    ],
)
def test_members_of_a_group_are_patched(operations, expected):
    assert members_patched({"Operations": operations}, {1, 2}) == expected


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "displayName", "value": "x"},
        {"op": "add", "value": {"members": member(3)}},
        {"op": "add", "path": 'members[value eq "2"]', "value": member(3)},
        {"op": "add", "path": "members", "value": "3"},
        {"op": "add", "path": "members", "value": ["3"]},
        {"op": "add", "path": "members", "value": [{"value": "x"}]},
        {"op": "add", "path": "members", "value": [{"value": "²"}]},
        {"op": "move", "path": "members", "value": member(3)},
    ],
)
def test_another_change_of_a_group_is_refused(operation):
    with pytest.raises(BadRequest):
        members_patched({"Operations": [operation]}, {1, 2})


@pytest.mark.parametrize(
    ("typed", "expected"), [("", None), ('displayName eq "Klanten \\"A\\""', 'Klanten "A"')]
)
def test_a_group_is_asked_for_by_its_name(typed, expected):
    assert group_named(typed) == expected


def test_another_filter_of_groups_is_refused():
    with pytest.raises(BadRequest):
        group_named('id eq "1"')

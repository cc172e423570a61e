"""Links lead somewhere, and every page is led to."""

import pytest

from tests.docs.pages import ROOT, anchors, links, name, page, pages

PAGES = [pytest.param(path, id=name(path)) for path in pages()]


def inner(path):
    return [target for target in links(path.read_text()) if "://" not in target]


@pytest.mark.parametrize("path", PAGES)
def test_every_link_to_a_file_or_heading_of_ours_resolves(path):
    for target in inner(path):
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), f"{name(path)} links to {target}, which is not there"
        assert not anchor or anchor in anchors(found.read_text()), f"no heading for {target}"


def test_every_document_is_listed_in_the_index():
    index = ROOT / "docs" / "README.md"
    listed = {(index.parent / target.partition("#")[0]).resolve() for target in inner(index)}
    documents = {path for path in pages() if path.is_relative_to(ROOT / "docs")}
    assert {name(path) for path in documents - listed - {index}} == set()


def test_the_readme_leads_to_tour_where_glossary_clock_and_decisions_in_this_order():
    text = page("README.md").partition("## Reading order")[2]
    assert links(text)[:5] == [
        "docs/tour.md",
        "docs/where.md",
        "docs/glossary.md",
        "docs/algorithms/sla.md",
        "docs/README.md#decisions",
    ]

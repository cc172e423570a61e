"""Short articles: a list by topic, one to read, and those that fit while somebody types."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from debiet.cases import queries as cases
from debiet.core.errors import Refused
from debiet.knowledge import actions, queries
from debiet.knowledge.queries import ArticleLine
from debiet.portal import access, limits
from debiet.portal.show import open_page, own_page, page


@open_page
def articles(request: HttpRequest) -> HttpResponse:
    """Show all articles under their topics; it works without any script."""
    return page(request, "articles", {"groups": by_topic()})


@open_page
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show an article; one click says whether it helped, and nothing is kept of who said so."""
    found = queries.public_article(article_id)
    if found is None:
        raise Http404
    verdict = request.POST.get("helped", "")
    if request.method == "POST" and verdict in ("yes", "no"):
        at = timezone.now()
        if not limits.spent(limits.article(request, article_id), at=at):
            try:
                actions.rate_article(
                    article_id=article_id, has_helped=verdict == "yes", by=access.visitor(), at=at
                )
            except Refused as refusal:
                raise Http404 from refusal
        return redirect(f"{request.path}?thanks=1")
    facts = {"article": found, "is_thanked": "thanks" in request.GET}
    return page(request, "article", facts)


@own_page
def fitting(request: HttpRequest) -> HttpResponse:
    """Return what fits a question that is being typed; what was typed is kept nowhere.

    It comes in a form, not in the address, where logs would hold it.
    """
    topic = request.POST.get("topic", "")[:60]
    text = request.POST.get("text", "")[:2000]
    branch = cases.topic_path(topic) if topic else ()
    found = queries.find(text, topic_codes=branch, public=True, limit=3) if text or branch else []
    return render(request, "portal/_fitting.html", {"articles": found})


def by_topic() -> list[tuple[str, list[ArticleLine]]]:
    """Return the articles under the topics that customers choose from, then those without one."""
    rows = queries.articles_on(public=True)
    groups = [
        (one.label, [line for line, codes in rows if one.code in codes])
        for one in cases.topic_choices(public=True)
    ]
    known = {one.code for one in cases.topic_choices(public=True)}
    groups.append(("", [line for line, codes in rows if not known & set(codes)]))
    return [(label, lines) for label, lines in groups if lines]

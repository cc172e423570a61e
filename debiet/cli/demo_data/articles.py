"""What the demo's employees wrote down and approved; it stands beside cases and in the form."""

import tomllib
from datetime import datetime, timedelta
from importlib.resources import files

from debiet.cli.demo_data.colleagues import Worker
from debiet.knowledge import actions as knowledge
from debiet.knowledge.actions import ArticleDraft, ArticleText

REVIEWED_AFTER = timedelta(days=365)
LANGUAGES = ("nl", "fr", "en")


def write_articles(*, author: Worker, approver: Worker, at: datetime) -> int:
    """Let one employee write each article and another approve it; return how many there are."""
    text = (files("debiet.cli.demo_data") / "articles.toml").read_text("utf-8")
    found = tomllib.loads(text)["articles"]
    for article in found:
        draft = ArticleDraft(
            texts={code: _text(**article[code]) for code in LANGUAGES},
            topic_codes=tuple(article["topics"]),
            is_public=article["public"],
            review_on=(at + REVIEWED_AFTER).date(),
        )
        article_id = knowledge.write_article(draft=draft, by=author.actor, at=at)
        knowledge.approve_article(article_id=article_id, number=1, by=approver.actor, at=at)
    return len(found)


def _text(*, title: str, body: str) -> ArticleText:
    """Return a text with a line for each paragraph: where a line of the file ends says nothing."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in body.split("\n\n"))
    return ArticleText(title, "\n\n".join(paragraphs))

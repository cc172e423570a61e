"""Letters of the demo that wait to be registered: drawn, scanned in one batch, taken apart."""

from datetime import datetime
from io import BytesIO

import segno
from django.utils import timezone
from PIL import Image, ImageDraw

from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.rules.cases import Route
from debiet.rules.scans import SplitBy, separator_mark

SIZE = (1240, 1754)
"""A4 at 150 points an inch."""
LETTERS = (
    (
        Route.DIRECT,
        """Jan Peeters
Molenstraat 4
9230 Wetteren

Geachte

Ik heb drie vragen over mijn afrekening.

1. Waarom betaal ik dit jaar zoveel meer dan vorig jaar?
2. Mag ik het bedrag in drie keer betalen?
3. Sinds 1 september woont mijn dochter hier niet meer.
    Wat moet ik daarvoor doen?

Ik heb geen computer. Kunt u mij per brief antwoorden?

Met vriendelijke groeten
Jan Peeters""",
    ),
    (
        Route.MUNICIPALITY,
        """Gemeentebestuur
Dienst Openbare Werken

Betreft: klacht van een inwoner

Geachte

Wij kregen deze vraag van mevrouw Claes, Dorpsplein 11.
Zij meldt dat het water sinds de werken in de straat
bruin uit de kraan komt. Wilt u haar rechtstreeks antwoorden?

Met de meeste hoogachting""",
    ),
    (
        Route.DIRECT,
        """Madame, Monsieur

Nous avons acheté la maison Stationsstraat 27 et nous
emménageons le premier du mois prochain. Comment faut-il
mettre le compteur à notre nom ?

Merci d'avance
Famille Lambert""",
    ),
)


def post_of_today(*, now: datetime, by: Actor) -> int:
    """Let the post of today be scanned in one batch, and return how many letters it held."""
    kept = correspondence.keep_scan(
        content=_batch(),
        name="post van vandaag.pdf",
        received_on=timezone.localdate(now),
        split_by=SplitBy.SEPARATORS,
        by=by,
        at=now,
    )
    correspondence.split_scan(raw_message_id=kept.raw_message_id, by=by, at=now)
    return len(LETTERS)


def _batch() -> bytes:
    pages = []
    for route, words in LETTERS:
        pages += [_page("Scheidingsblad", mark=separator_mark(route)), _page(words)]
    made = BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return made.getvalue()


def _page(words: str, *, mark: str = "") -> Image.Image:
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(words.splitlines()):
        draw.text((150, 180 + 46 * number), line, fill=20, font_size=30)
    if mark:
        code = BytesIO()
        segno.make(mark, error="h").save(code, kind="png", scale=14)
        image.paste(Image.open(code).convert("L"), (150, 400))
    return image

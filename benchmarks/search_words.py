"""Names, streets and texts for a database that is searched, always the same ones.

A few words stand in half of all texts, most in a handful: each next word is rarer than the one
before, as in any language. Two words of the trade in one make the compounds of Dutch, and three
syllables the names that nobody else has.
"""

import random
from dataclasses import dataclass
from itertools import accumulate


def _words(text: str) -> list[str]:
    return text.split()


COMMON = _words("""
    ik mijn de het een van is niet voor met u we er maar nog bij dan kan heb zijn heeft wordt meer
    jaar maand geen veel graag groeten vriendelijke beste goedendag bedankt vraag antwoord
    """)
TRADE = _words("""
    water meter factuur stand lek druk leiding aansluiting verbruik tarief voorschot afrekening
    verhuis adres betaling overname kalk kraan put regen afvoer bijdrage korting keuring hydrant
    werken straat onderbreking kwaliteit geur smaak boiler toilet contract eigenaar huurder attest
    brief nummer rekening herinnering aanmaning plan klacht storing afspraak bezoek kelder gevel
    muur domiciliering
    """)
VOWELS = ("a", "e", "i", "o", "ui")
SYLLABLES = [first + vowel for first in "bdfghjklmnprstvwz" for vowel in VOWELS]
FIRST = _words("Ann Jan Piet Els Luc Marie Karel Sofie Tom Lotte Wim Nele Bart Dirk Hilde Koen")
LATEST = _words("Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters Hermans")
TOWNS = [("9230", "Wetteren"), ("9000", "Gent"), ("9300", "Aalst"), ("9100", "Sint-Niklaas")]
SUBJECTS = ("Vraag over mijn {}", "{} klopt niet", "Probleem met {}", "{}")


@dataclass(frozen=True, slots=True)
class Person:
    """A customer: name, account and how to reach it."""

    name: str
    number: str
    street: str
    house_number: str
    postal_code: str
    town: str
    email: str
    phone: str


class Writer:
    """Makes the same person, subject and text for the same number, whatever the database's size."""

    def __init__(self) -> None:
        chance = random.Random(2026)  # noqa: S311 - the same words each time, no secret
        rare = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(40_000)]
        compounds = [one + other for one in TRADE for other in TRADE]
        chance.shuffle(compounds)
        self.words = [*COMMON, *TRADE, *compounds, *rare]
        self.weights = list(accumulate(1 / (place + 3) for place in range(len(self.words))))
        endings = ("s", "ens", "mans", "aert")
        own = ["".join(chance.choices(SYLLABLES, k=2)).title() for _ in range(5000)]
        self.names = LATEST + [name + ending for name in own for ending in endings]
        self.name_weights = list(accumulate(1 / (place + 5) for place in range(len(self.names))))
        self.streets = [name + kind for name in own[:800] for kind in ("straat", "laan", "weg")]

    def person(self, number: int) -> Person:
        """Return a customer."""
        chance = random.Random(number)  # noqa: S311
        latest = chance.choices(self.names, cum_weights=self.name_weights)[0]
        code, town = chance.choice(TOWNS)
        return Person(
            name=f"{chance.choice(FIRST)} {latest}",
            number=f"40{number:08}",
            street=chance.choice(self.streets),
            house_number=str(chance.randint(1, 200)),
            postal_code=code,
            town=town,
            email=f"klant{number}@example.be",
            phone=f"+324{70_000_000 + number}",
        )

    def case(self, number: int) -> tuple[str, str]:
        """Return the subject and the text of a case."""
        chance = random.Random(-number)  # noqa: S311
        words = chance.choices(self.words, cum_weights=self.weights, k=chance.randint(15, 60))
        return chance.choice(SUBJECTS).format(words[0]), " ".join(words)

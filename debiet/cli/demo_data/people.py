"""The demo's customers: invented persons and companies, the same ones for the same number.

First and family names are common ones put together by chance; the municipalities exist, the
streets are those that every municipality has, no telephone number begins with 0400, and nobody
receives mail at `.example`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from debiet.customers.actions import Address, NewCustomer
from debiet.rules.cases import Segment
from debiet.rules.delivery import DeliveryMethod

SEED = "Waterbedrijf Scheldeland"

_FIRST_NAMES = (
    "An Anke Arne Bart Bert Bieke Bram Britt Cas Celine Daan Dirk Elien Elke Els Emma Ewout Femke "
    "Fien Finn Geert Gert Greet Griet Hanne Hannelore Hilde Ilse Ine Jan Jana Jasper Jef Jelle "
    "Jeroen Joke Jonas Joris Karel Karen Katrien Kobe Koen Kristof Laura Lars Leen Lien Lies Lotte "
    "Luc Lukas Maarten Marijke Mark Marleen Mieke Mohamed Nathalie Nele Nina Noor Olivia Pascal "
    "Peter Pieter Rik Robbe Roel Ruben Samira Sander Sara Seppe Sien Sofie Stef Stijn Tine Tom "
    "Veerle Warre Wim Wout Yasmine Yusuf"
)
_FAMILY_NAMES = (
    "Aerts|Bauwens|Bogaert|Callens|Claes|Claessens|Coppens|Cools|De Backer|De Clercq|De Cock|"
    "De Graeve|De Meyer|De Pauw|De Ridder|De Smet|De Vos|De Wilde|Declercq|Desmet|Dhondt|Dierickx|"
    "El Amrani|Geerts|Goethals|Goossens|Haddad|Hendrickx|Hermans|Jacobs|Janssens|Lambrecht|"
    "Lemmens|Lievens|Maes|Martens|Mertens|Michiels|Moens|Nys|Pauwels|Peeters|Praet|Roels|"
    "Segers|Smets|Stevens|Thys|Van Acker|Van Damme|Van Den Bossche|Van Dyck|Van Hecke|Van Hove|"
    "Vandamme|Verbeke|Verhaegen|Verhoeven|Vermeulen|Verstraete|Wauters|Willems|Wouters|Yilmaz"
)
TRADES = ("Bakkerij", "Bouwwerken", "Drankenhandel", "Garage", "Kapsalon", "Tuinen", "Wasserij")
HOUSES = ("Basisschool", "Bibliotheek", "Crèche", "Sporthal", "Woonzorghuis")
HOUSE_NAMES = ("De Waterlelie", "De Wilgenkat", "Het Krekelveld", "Het Rietland", "De Zilverreiger")
_STREETS = (
    "Beekstraat Bosstraat Brugstraat Dorpsstraat Eikenlaan Hoogstraat Kapelstraat Kasteelstraat "
    "Kerkstraat Kloosterstraat Kouterstraat Lindelaan Meersstraat Molenstraat Nieuwstraat "
    "Schoolstraat Stationsstraat Veldstraat Warandelaan Zandstraat"
)
MUNICIPALITIES = (
    ("9120", "Beveren"),
    ("9140", "Temse"),
    ("9150", "Kruibeke"),
    ("9160", "Lokeren"),
    ("9200", "Dendermonde"),
    ("9220", "Hamme"),
    ("9230", "Wetteren"),
    ("9240", "Zele"),
    ("9250", "Waasmunster"),
    ("9260", "Wichelen"),
    ("9270", "Laarne"),
    ("9290", "Berlare"),
    ("2870", "Puurs-Sint-Amands"),
    ("2880", "Bornem"),
)
FIRST_NAMES, STREETS = _FIRST_NAMES.split(), _STREETS.split()
FAMILY_NAMES = _FAMILY_NAMES.split("|")

SHARING_EVERY = 40
"""One customer in so many shares the telephone of the one before, one an e-mail address: then a
message fits two, and an employee has to say whose it is."""


TWICE_EVERY, TWICE_AT = 400, 33
"""One customer in so many is the one before, recorded a second time under another number."""
LETTERS_EVERY, PHONE_EVERY, LARGE_PRINT_EVERY = 30, 70, 110
"""One customer in so many chose letters, a call, or large print."""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as its cases need it."""

    number: str
    name: str
    language: str
    segment: Segment
    email: str
    phone: str
    address: Address
    is_twice: bool = False

    @property
    def born_on(self) -> date | None:
        """Return the day of birth of a person; who was recorded again was not asked for it."""
        if self.segment is not Segment.HOUSEHOLD or self.is_twice:
            return None
        chance = Random(f"{SEED} born {self.number}")  # noqa: S311 (invented)
        return date(1935, 1, 1) + timedelta(days=chance.randrange(70 * 365))

    def as_new(self) -> NewCustomer:
        """Return the customer as it is recorded."""
        return NewCustomer(
            name=self.name,
            language=self.language,
            segment=self.segment,
            accounts=[(self.number, self.address)],
            emails=[self.email] if self.email else (),
            phones=[self.phone] if self.phone else (),
            born_on=self.born_on,
        )


def chosen_method(serial: int) -> DeliveryMethod | None:
    """Return how a customer wants our answers, if it chose: most did not."""
    if serial % LETTERS_EVERY == 7:
        return DeliveryMethod.POST
    return DeliveryMethod.PHONE if serial % PHONE_EVERY == 11 else None


def people(count: int) -> Iterator[Person]:
    """Yield so many customers, the same for the same number."""
    before: Person | None = None
    for serial in range(1, count + 1):
        before = _person(serial, before)
        yield before


def _person(serial: int, before: Person | None) -> Person:
    chance = Random(f"{SEED} {serial}")  # noqa: S311 (invented data, nothing secret)
    segment = chance.choices(list(Segment), weights=(92, 6, 2))[0]
    name = _name(segment, chance)
    postal_code, municipality = chance.choice(MUNICIPALITIES)
    address = Address(
        chance.choice(STREETS), str(chance.randint(1, 180)), postal_code, municipality
    )
    word = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalnum())
    email = f"{word}.{serial}@post.example" if chance.random() < 0.85 else ""
    phone = f"0400 {serial // 10_000:02} {serial // 100 % 100:02} {serial % 100:02}"
    if before is not None and serial % SHARING_EVERY == 2:
        phone, address = before.phone, before.address
    if before is not None and serial % SHARING_EVERY == 22:
        email, address = before.email, before.address
    is_twice = before is not None and serial % TWICE_EVERY == TWICE_AT
    if before is not None and is_twice:
        name, segment, phone, address = before.name, before.segment, before.phone, before.address
    return Person(
        number=f"40{serial:08}",
        name=name,
        language=chance.choices(("nl", "fr", "en"), weights=(90, 6, 4))[0],
        segment=segment,
        email=email,
        phone=phone if chance.random() < 0.9 or serial % SHARING_EVERY in {1, 2} else "",
        address=address,
        is_twice=is_twice,
    )


def _name(segment: Segment, chance: Random) -> str:
    family = chance.choice(FAMILY_NAMES)
    match segment:
        case Segment.ENTERPRISE:
            return f"{chance.choice(TRADES)} {family}"
        case Segment.PUBLIC_BODY:
            return f"{chance.choice(HOUSES)} {chance.choice(HOUSE_NAMES)}"
        case _:
            return f"{chance.choice(FIRST_NAMES)} {family}"

"""What the demo's customers ask and what its employees note, by topic and language."""

from collections.abc import Mapping
from dataclasses import dataclass

from debiet.rules.cases import CaseKind


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic as the demo's customers speak of it.

    :param weight: how often it comes up
    :param team: the code of the team that handles it
    :param template: the template its answers are made with
    """

    topic: str
    weight: int
    team: str
    template: str
    kind: CaseKind
    nl: tuple[str, ...]
    others: Mapping[str, str]

    def question(self, language: str, number: int) -> str:
        """Return one of the ways to ask it."""
        if language in self.others:
            return self.others[language]
        return self.nl[number % len(self.nl)]


SUBJECTS = (
    Subject(
        "bill-amount",
        20,
        "facturatie",
        "bill-explained",
        CaseKind.QUESTION,
        (
            "Mijn afrekening is veel hoger dan vorig jaar\n\nWij wonen hier met evenveel mensen en "
            "hebben niets veranderd. Kunt u nakijken of het verbruik klopt?",
            "Waarom betaal ik een vast bedrag?\n\nOp mijn factuur staat een bedrag dat niets met "
            "mijn verbruik te maken heeft. Waarvoor dient dat?",
            "Verkeerde meterstand op de factuur\n\nOp de factuur staat 412, maar mijn meter staat "
            "nu pas op 398. Hoe kan dat?",
        ),
        {
            "fr": "Ma facture est beaucoup plus élevée\n\nLe montant a presque doublé. Pouvez-vous "
            "vérifier la consommation ?",
            "en": "My bill is much higher than before\n\nWe did not use more water than last year. "
            "Could you check the amount?",
        },
    ),
    Subject(
        "advance",
        8,
        "facturatie",
        "bill-explained",
        CaseKind.QUESTION,
        (
            "Kan mijn tussentijdse factuur lager?\n\nTwee van onze kinderen zijn het huis uit. We "
            "verbruiken nu een stuk minder.",
            "Ik heb deze keer geen tussentijdse factuur gekregen\n\nKrijg ik die nog, of betaal ik "
            "alles op het einde van het jaar?",
        ),
        {"fr": "Puis-je payer moins par trimestre ?\n\nJe vis seul maintenant et je consomme peu."},
    ),
    Subject(
        "payment",
        9,
        "facturatie",
        "bill-explained",
        CaseKind.REQUEST,
        (
            "Ik wil graag in delen betalen\n\nHet bedrag is te hoog om in één keer te betalen. Kan "
            "het in vier keer?",
            "Ik betaalde twee keer dezelfde factuur\n\nKunt u het bedrag terugstorten?",
        ),
        {"en": "Can I pay in parts?\n\nI cannot pay the whole amount before the due date."},
    ),
    Subject(
        "social-rate",
        4,
        "facturatie",
        "general-answer",
        CaseKind.REQUEST,
        (
            "Heb ik recht op het sociaal tarief?\n\nSinds dit jaar krijg ik een tegemoetkoming. "
            "Moet ik zelf iets aanvragen?",
        ),
        {},
    ),
    Subject(
        "reading",
        12,
        "facturatie",
        "reading-noted",
        CaseKind.REQUEST,
        (
            "Mijn meterstand: 287\n\nIk kon hem niet doorgeven op de website, daarom schrijf ik.",
            "Verkeerde stand doorgegeven\n\nIk gaf 1524 door, maar het moet 1254 zijn.",
            "Hoe lees ik mijn digitale meter?\n\nEr verschijnen verschillende getallen na elkaar.",
        ),
        {"fr": "Relevé de mon compteur : 164\n\nLe formulaire ne fonctionnait pas."},
    ),
    Subject(
        "meter-exchange",
        4,
        "netwerk",
        "general-answer",
        CaseKind.QUESTION,
        (
            "Wanneer wordt mijn meter vervangen?\n\nDe buren kregen al een brief, wij niet.",
            "De afspraak voor mijn meter past niet\n\nKan het op een woensdag in de namiddag?",
        ),
        {},
    ),
    Subject(
        "move",
        14,
        "klantendienst",
        "moving",
        CaseKind.REQUEST,
        (
            "Wij verhuizen volgende maand\n\nWat moeten we doen om het water over te zetten?",
            "Overname van een appartement\n\nDe vorige huurder is al vertrokken en tekende niets. "
            "Hoe moet het nu?",
            "Eindafrekening na verhuis\n\nIk ben verhuisd en kreeg nog geen eindafrekening.",
        ),
        {
            "fr": "Nous déménageons\n\nComment reprendre le compteur de notre nouvelle maison ?",
            "en": "We are moving house\n\nHow do we take over the water at the new address?",
        },
    ),
    Subject(
        "connection",
        5,
        "klantendienst",
        "general-answer",
        CaseKind.REQUEST,
        (
            "Aansluiting voor een nieuwbouw\n\nWe starten in het voorjaar. Hoe lang op voorhand "
            "vraag ik de aansluiting aan?",
        ),
        {},
    ),
    Subject(
        "hardness",
        6,
        "netwerk",
        "water-quality",
        CaseKind.QUESTION,
        (
            "Hoe hard is het water bij ons?\n\nIk wil mijn vaatwasser juist instellen.",
            "Veel kalk in de waterkoker\n\nIs dat gezond?",
        ),
        {"en": "How hard is the water here?\n\nI want to set my dishwasher."},
    ),
    Subject(
        "taste",
        4,
        "netwerk",
        "water-quality",
        CaseKind.REPORT,
        (
            "Bruin water uit de kraan\n\nSinds deze morgen is het water bruin, ook na enkele "
            "minuten.",
            "Het water ruikt naar chloor\n\nVooral 's morgens valt het op.",
        ),
        {},
    ),
    Subject(
        "leak",
        5,
        "netwerk",
        "leak-or-outage",
        CaseKind.REPORT,
        (
            "Water loopt over het voetpad\n\nVoor ons huis komt water tussen de tegels omhoog.",
            "Mijn meter blijft draaien\n\nAlle kranen zijn dicht en toch telt hij verder.",
        ),
        {"fr": "Fuite sur le trottoir\n\nL'eau coule devant la maison depuis ce matin."},
    ),
    Subject(
        "no-water",
        4,
        "netwerk",
        "leak-or-outage",
        CaseKind.REPORT,
        ("Geen water in de hele straat\n\nWeet u hoelang dit nog duurt?",),
        {},
    ),
    Subject(
        "other",
        5,
        "klantendienst",
        "general-answer",
        CaseKind.QUESTION,
        (
            "Nieuw e-mailadres\n\nVanaf nu gebruik ik een ander adres. Past u dit aan?",
            "Waar vind ik mijn klantnummer?\n\nIk wil me aanmelden op de website.",
        ),
        {},
    ),
)
FIRST_LINE = Subject(
    "first-line",
    0,
    "contactcenter",
    "general-answer",
    CaseKind.QUESTION,
    (
        "Klant vraagt een kopie van de factuur\n\nBelde buiten de kantooruren, wil graag een kopie "
        "per e-mail.",
        "Klant wil weten wanneer de meteropnemer komt\n\nIs enkel in de voormiddag thuis.",
    ),
    {},
)
OMBUDS = Subject(
    "ombuds",
    0,
    "ombuds",
    "general-answer",
    CaseKind.QUESTION,
    (
        "Ik geraak er met de klantendienst niet uit\n\nIk schreef al drie keer over dezelfde "
        "factuur. Wilt u dit onafhankelijk bekijken?",
        "Vraag aan de ombudsdienst over schade na werken\n\nMijn oprit verzakte en niemand neemt "
        "verantwoordelijkheid.",
    ),
    {},
)
NOTES = (
    "Verbruik van de voorbije drie jaren vergeleken: niets bijzonders te zien.",
    "Gebeld met de ploeg, ze gaan eerstdaags langs.",
    "Klant is het best bereikbaar na 16 uur.",
    "Zelfde vraag als vorige maand, verwezen naar ons eerdere antwoord.",
    "Nagevraagd bij de collega's van facturatie.",
)
COMEBACKS = {
    "nl": (
        "Bedankt, maar dat is niet wat ik vroeg. Kunt u het nog eens bekijken?",
        "Ik heb nog een vraag: geldt dit ook voor mijn tweede adres?",
        "Het probleem is jammer genoeg teruggekomen.",
    ),
    "fr": ("Merci, mais ma question portait sur autre chose.",),
    "en": ("Thank you, but the problem has come back.",),
}
DETAILS = {
    "nl": ("Mijn klantnummer is {number} en de meter staat vandaag op 318.",),
    "fr": ("Mon numéro de client est {number}.",),
    "en": ("My customer number is {number}.",),
}
CALLS = (
    "Klant opgebeld en alles uitgelegd. Tevreden met het antwoord.",
    "Teruggebeld: de situatie is opgelost.",
)

UNSATISFIED = (
    "Ik moest drie keer vragen voor ik een antwoord kreeg.",
    "Het antwoord gaat niet over mijn vraag.",
    "Vriendelijk, maar mijn probleem is niet opgelost.",
    "",
)

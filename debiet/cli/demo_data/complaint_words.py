"""What customers of the demo complain of, and what the house writes about it."""

from dataclasses import dataclass

from debiet.rules.cases import Carrier
from debiet.rules.complaints import Component

WATER, SEWER = Component.DRINKING_WATER, Component.SANITATION


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that somebody complains of."""

    theme: str
    topic: str
    text: str
    language: str = "nl"
    component: Component = WATER
    carrier: Carrier = Carrier.EMAIL


MATTERS = (
    Matter("bill", "bill-amount", "Ik kreeg drie aanmaningen voor een factuur die betaald is!"),
    Matter(
        "reachability",
        "other",
        "Ik hing vier keer meer dan een half uur aan de lijn en kreeg niemand te horen.",
        carrier=Carrier.PHONE,
    ),
    Matter(
        "sewer",
        "other",
        "De riool in onze straat loopt bij elke bui over en niemand doet er iets aan.",
        component=SEWER,
    ),
    Matter(
        "no-answer",
        "reading",
        "Cela fait deux mois que j'attends une réponse au sujet de mon relevé de compteur.",
        "fr",
    ),
    Matter("meter", "meter", "De monteur kwam niet op de afspraak en belde niet af."),
    Matter(
        "quality",
        "quality",
        "Al een week komt er bruin water uit de kraan. Dit is onaanvaardbaar.",
        carrier=Carrier.WEB_FORM,
    ),
    Matter("treatment", "other", "Aan het loket werd ik onbeleefd weggestuurd."),
    Matter("high-use", "bill", "My bill doubled and nobody can tell me why.", "en"),
    Matter(
        "works",
        "connection",
        "Na de werken ligt mijn oprit open, al zes weken lang.",
        component=SEWER,
        carrier=Carrier.COUNTER,
    ),
    Matter("payment", "payment", "Mijn afbetalingsplan werd zonder uitleg geweigerd."),
    Matter("privacy", "own-data", "Mijn factuur werd naar mijn vorige adres gestuurd."),
)
ANSWERS = {
    "nl": "Wij hebben uw klacht onderzocht. U leest hieronder wat wij vonden en wat wij doen.",
    "fr": "Nous avons examiné votre plainte. Voici ce que nous avons constaté et ce que nous "
    "faisons.",
    "en": "We looked into your complaint. Below you read what we found and what we do.",
}
DECISIONS = {
    "nl": "De ombudsfunctie heeft uw klacht onafhankelijk onderzocht en beslist als volgt.",
    "fr": "La fonction de médiation a examiné votre plainte de façon indépendante et décide ce "
    "qui suit.",
    "en": "The ombuds function looked into your complaint independently and decides as follows.",
}
HOLDING = {
    "nl": "Wij wachten nog op uitleg van een andere dienst.",
    "fr": "Nous attendons encore l'explication d'un autre service.",
    "en": "We are still waiting for the explanation of another department.",
}

"""What is said around the cases of the demo: requests, held mails, emergencies, a main burst."""

from collections.abc import Mapping

from debiet.rules.rights import RightsKind

ASKED: Mapping[RightsKind, tuple[str, str, str]] = {
    RightsKind.ACCESS: (
        "Mariette Verstraeten",
        "Kapelstraat 12\n9230 Wetteren",
        "Geachte\n\nIk was tot twee jaar geleden klant op het adres van mijn ouders. Kunt u mij "
        "laten weten welke gegevens u nog over mij bewaart, en mij er een kopie van bezorgen?\n\n"
        "Met vriendelijke groeten\nMariette Verstraeten",
    ),
    RightsKind.ERASURE: (
        "",
        "",
        "Wissen van mijn gegevens\n\nIk wil dat u alles wist wat u niet meer nodig hebt om mij "
        "water te leveren, ook de opnames van mijn telefoongesprekken.",
    ),
}
"""Who asks, from which address, and what. Of a customer both are known."""

HELD = (
    (
        "Automatisch antwoord: Geen water in de hele straat",
        "Bedankt voor je bericht. We bekijken het zo snel mogelijk.",
    ),
    (
        "Test van de nieuwe printer",
        "Dit is een testbericht van de scanner op de tweede verdieping.",
    ),
)

EMERGENCIES = (
    (
        "Beller meldt 's avonds dat het water nu de kelder van de buren in loopt; bij jullie is "
        "niemand meer. Ik zoek of er al een ploeg onderweg is.",
        "De klantendienst was dicht en er liep water in een kelder. Gelezen wat nodig was, na "
        "zeven minuten gesloten.",
    ),
    (
        "De brandweer belt: wie meldde het lek en op welk huisnummer? Op de wachtlijn van de "
        "netwerkploeg neemt niemand op.",
        "",
    ),
)
"""Why something was opened, and what the data protection officer found."""

TOLD = {
    "nl": "In uw straat is een hoofdleiding gebroken. Onze ploeg is ter plaatse en herstelt ze. We "
    "verwachten dat u vanavond weer water hebt. Laat het eerste water even lopen tot het helder "
    "is.",
    "fr": "Une conduite principale s'est rompue dans votre rue. Notre équipe est sur place et la "
    "répare. Nous pensons que l'eau reviendra ce soir. Laissez couler la première eau jusqu'à ce "
    "qu'elle soit claire.",
    "en": "A water main has burst in your street. Our crew is there and is repairing it. We expect "
    "you to have water again this evening. Let the first water run until it is clear.",
}
NOTICE = {
    "nl": "Een hoofdleiding is gebroken. Onze ploeg herstelt ze; we verwachten dat iedereen "
    "vanavond weer water heeft.",
    "fr": "Une conduite principale s'est rompue. Notre équipe la répare ; nous pensons que tout le "
    "monde aura de nouveau de l'eau ce soir.",
    "en": "A water main has burst. Our crew is repairing it; we expect everybody to have water "
    "again this evening.",
}

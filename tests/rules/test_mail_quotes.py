import pytest

from debiet.rules.mail_quotes import SplitText, split_quoted

NEW = "Dank u, maar de meter staat nog steeds stil."
OLD = "> Wij komen langs.\n> Tot dan"

ATTRIBUTIONS = [
    "Op ma 2 mrt 2026 om 10:00 schreef Klantendienst <vragen@water.example>:",
    "Op 2 mrt. 2026 om 10:00 heeft Klantendienst <vragen@water.example> het volgende\ngeschreven:",
    "Op 2/03/2026 om 10:00 schreef Klantendienst:",
    "Klantendienst schreef op 2/03/2026 10:00:",
    "Citeren Klantendienst <vragen@water.example>:",
    "Le lun. 2 mars 2026 \xe0 10:00, Service client\xe8le <vragen@water.example> a\n\xe9crit\xa0:",
    "Le 2 mars 2026 \xe0 10:00, Service client\xe8le a \xe9crit :",
    "On Mon, Mar 2, 2026 at 10:00\u202fAM Customer Service <vragen@water.example> wrote:",
    "On 2 Mar 2026, at 10:00, Customer Service\n<vragen@water.example>\nwrote:",
    "Quoting Customer Service <vragen@water.example>:",
    "Am 02.03.2026 um 10:00 schrieb Kundendienst <vragen@water.example>:",
    "Kundendienst schrieb am 02.03.2026 10:00:",
]
HEADER_BLOCKS = [
    "Van: Klantendienst <vragen@water.example>\nVerzonden: maandag 2 maart 2026 10:00\n"
    "Aan: Jan\nOnderwerp: RE: meter",
    "De : Service client\xe8le\nEnvoy\xe9 : lundi 2 mars 2026\n\xc0 : Jan\nObjet : RE: compteur",
    "*From:* Customer Service\n*Sent:* Monday\n*To:* Jan\n*Subject:* RE: meter",
    "Von: Kundendienst\nGesendet: Montag\nAn: Jan\nBetreff: AW: Z\xe4hler",
    "________________________________\nVan: Klantendienst\nVerzonden: maandag\nAan: Jan",
    "________________________________\n\nVan: Klantendienst\nVerzonden: maandag\nAan: Jan",
    "-----Oorspronkelijk bericht-----",
    "-------- Origineel bericht --------",
    "-----Original Message-----",
    "-----Message d'origine-----",
    "-----Urspr\xfcngliche Nachricht-----",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_quotation_with_signs_is_history_below_the_answer_and_above_it(attribution):
    history = f"{attribution}\n\n{OLD}"
    split = SplitText(NEW, f"{attribution}\n{OLD}")
    assert split_quoted(f"{NEW}\n\n{history}") == split
    assert split_quoted(f"{history}\n\n{NEW}") == split


@pytest.mark.parametrize("block", HEADER_BLOCKS)
def test_everything_below_an_outlook_header_is_history(block):
    history = f"{block}\n\nBeste,\n\nWij komen langs."
    assert split_quoted(f"{NEW}\n\n{history}") == SplitText(NEW, history)


@pytest.mark.parametrize("attribution", [ATTRIBUTIONS[0], ATTRIBUTIONS[5], ATTRIBUTIONS[7]])
def test_webmail_may_quote_without_signs_below_a_dated_sentence(attribution):
    history = f"{attribution}\n\nBeste,\n\nWij komen langs."
    assert split_quoted(f"{NEW}\n\n{history}") == SplitText(NEW, history)


def test_answers_between_quoted_lines_are_new():
    text = f"{ATTRIBUTIONS[2]}\n> Wanneer past het?\nMorgen.\n> En waar?\nThuis."
    assert split_quoted(text).new == "Morgen.\nThuis."


@pytest.mark.parametrize(
    "text",
    [
        "",
        NEW,
        # A person's own sentences.
        "Op school schreef de meester:\nwater is kostbaar.",
        "Op 2 maart schreef u mij:\nwij komen langs. Niemand kwam.",
        "Mijn buurman schreef op 2 maart:\nniets te zien.",
        "Op 2 maart was er geen water\n\nen niemand schreef mij:\nniets",
        "On top of\nthat\nI have\na leak\nand wrote it: 1",
        "Op 2 maart",
        "Van: mij\nVoor: u\nmeter 12",
        "Van: mij",
        "____________________",
        "From: " + "x" * 600 + "\nTo: a\nSubject: b",
        # A forwarded message is what the writer wants to show.
        f"Zie hieronder.\n\n---------- Forwarded message ---------\n{HEADER_BLOCKS[2]}\n\n{OLD}",
        f"Begin doorgestuurd bericht:\n\n{HEADER_BLOCKS[0]}\n\nDag",
        # Nothing new would be left.
        f"{ATTRIBUTIONS[0]}\n{OLD}",
        f"{HEADER_BLOCKS[0]}\n\nBeste",
    ],
)
def test_nothing_is_taken_for_history_that_may_be_new(text):
    assert split_quoted(text) == SplitText(text.strip(), "")

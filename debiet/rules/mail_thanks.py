"""Whether a mail says thanks and nothing else.

Such a mail asks nothing: it is shown with its case and opens nothing again. When in doubt it is a
message as any other: a thanks that counts as a question costs a look, the other way round costs a
customer its answer.
"""

import re
from itertools import takewhile

MAX_CHARS = 600
MAX_WORDS = 40
MAX_NAME_WORDS = 4
MAX_SIGNATURE_LINES = 8

# Words that thank. One of them has to be there.
THANKS = frozenset(
    {"dank", "dankje", "dankjewel", "dankuwel", "bedankt", "thx", "tnx", "merci", "mercikes"}
    | {"remercie", "remercions", "remerciements", "thanks", "thank", "danke", "vielen"}
    | {"dankesch\xf6n"}
)
# Words that thank nobody by themselves and ask nothing either.
BESIDE = frozenset(
    {"u", "jou", "je", "jullie", "wel", "zeer", "heel", "erg", "veel", "hartelijk", "hartelijke"}
    | {"vriendelijk", "nogmaals", "alvast", "voor", "uw", "jouw", "de", "het", "een", "snelle"}
    | {"snel", "antwoord", "reactie", "hulp", "uitleg", "info", "informatie", "moeite", "goede"}
    | {"duidelijke", "service", "en", "ok", "oke", "ok\xe9", "okay", "prima", "perfect", "super"}
    | {"top", "fijn", "goed", "in", "orde", "dat", "is", "ontvangen", "dag", "nog"}
    | {"beaucoup", "bien", "mille", "fois", "pour", "votre", "vos", "la", "le", "les", "r\xe9ponse"}
    | {"rapide", "aide", "explication", "explications", "informations", "vous", "je", "nous"}
    | {"grand", "un", "tr\xe8s", "parfait", "d'accord", "et", "encore", "bonne", "journ\xe9e"}
    | {"soir\xe9e", "you", "very", "much", "many", "a", "lot", "for", "your", "the", "quick"}
    | {"reply", "answer", "response", "help", "information", "again", "great", "good", "and", "so"}
    | {"ihnen", "sch\xf6n", "sehr", "f\xfcr", "ihre", "die", "schnelle", "antwort", "hilfe", "und"}
    | {"herzlichen", "besten", "nochmals", "gut"}
)
GREETINGS = frozenset(
    {"beste", "geachte", "dag", "hallo", "hoi", "goedemorgen", "goedemiddag", "goedenavond"}
    | {"goeiemorgen", "goeiedag", "mevrouw", "mijnheer", "meneer", "heer", "dames", "heren"}
    | {"bonjour", "bonsoir", "madame", "monsieur", "mesdames", "messieurs", "cher", "ch\xe8re"}
    | {"dear", "hello", "hi", "sir", "madam", "liebe", "lieber", "guten", "tag", "geehrte"}
    | {"geehrter", "frau", "herr", "damen", "herren"}
)
_PARTICLES = frozenset(
    {"van", "de", "der", "den", "ten", "ter", "le", "la", "du", "von", "el", "t"}
)

# A formula that closes a letter; after it come a name and a signature.
_CLOSING = re.compile(
    r"\s*(?:met (?:de )?(?:zeer )?(?:vriendelijke|hartelijke|beste|oprechte) groet(?:en|jes)?"
    r"|(?:vriendelijke |hartelijke |beste |lieve |vele )?groet(?:en|jes)?(?: van)?|m\.?v\.?g\.?"
    r"|hoogachtend|(?:bien )?cordialement|bien \xe0 vous|salutations(?: distingu\xe9es)?"
    r"|meilleures salutations|(?:kind|best|warm) regards|regards|yours (?:sincerely|faithfully)"
    r"|sincerely|cheers|mit freundlichen gr\xfc\xdfen|(?:viele |liebe |beste )?gr\xfc\xdfe|mfg)"
    r"(?=[\s,.!]|\Z)[\s,.!]*",
    re.IGNORECASE,
)
# What may stand in a signature besides the name: how to reach the writer, and with what it wrote.
_SIGNATURE_LINE = re.compile(
    r"\s*(?:[-_*=]{2,}\s*|\S+@\S+|(?:https?://|www\.)\S+"
    r"|(?:(?:tel|t|gsm|m|mob|mobiel|mobile|phone|telefoon|t\xe9l)[.: ]+)?\+?[\d ./()-]{8,20}"
    r"|(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via) [^\d?]{1,40}"
    r"|sent (?:from|with) [^\d?]{1,40}|envoy\xe9 (?:de|depuis) [^\d?]{1,40}"
    r"|(?:von meinem|gesendet von) [^\d?]{1,40})\s*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def is_only_thanks(text: str, *, sender_name: str = "", has_files: bool = False) -> bool:
    """Return whether a mail's new words thank and do nothing else.

    :param sender_name: as the mail's header gives it; its words are no message
    """
    if has_files or "?" in text or len(text) > MAX_CHARS:
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    body, signature = _parted(lines)
    names = frozenset(_words(sender_name))
    found = [words for line in body if (words := _without_name(line, names))]
    count = sum(len(words) for words in found)
    thanks = any(word in THANKS for words in found for word in words)
    known = THANKS | BESIDE | GREETINGS
    return (
        thanks
        and count <= MAX_WORDS
        and all(word in known for words in found for word in words)
        and not any(sign.isdigit() for line in body for sign in line)
        and _is_signature(signature, names)
    )


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines before the closing formula, and those after it, a name beside it first."""
    for index, line in enumerate(lines):
        if closing := _CLOSING.match(line):
            beside = line[closing.end() :]
            return lines[:index], [beside, *lines[index + 1 :]]
    for index, line in enumerate(lines):
        if index and _SIGNATURE_LINE.fullmatch(line):
            return lines[:index], ["", *lines[index:]]
    return lines, []


def _words(text: str) -> list[str]:
    return [word.casefold().replace("\u2019", "'") for word in _WORD.findall(text)]


def _without_name(line: str, names: frozenset[str]) -> list[str]:
    """Return a line's words without the name of whoever writes, or of who is greeted."""
    words = _words(line)
    greeting = sum(1 for _word in takewhile(GREETINGS.__contains__, words))
    if greeting and _is_name(_WORD.findall(line)[greeting:]):
        return []
    return [word for word in words if word not in names]


def _is_name(words: list[str]) -> bool:
    return len(words) <= MAX_NAME_WORDS and all(
        word[0].isupper() or word in _PARTICLES for word in words
    )


def _is_signature(lines: list[str], names: frozenset[str]) -> bool:
    """Return whether lines are a name (in the first of them that has one) and ways to reach it."""
    rest = [line for line in lines if line.strip()]
    if len(rest) > MAX_SIGNATURE_LINES:
        return False
    if rest and not any(sign.isdigit() for sign in rest[0]) and _is_name(_WORD.findall(rest[0])):
        rest = rest[1:]
    return all(_SIGNATURE_LINE.fullmatch(line) or _names_only(line, names) for line in rest)


def _names_only(line: str, names: frozenset[str]) -> bool:
    return names.issuperset(_words(line)) and not any(sign.isdigit() for sign in line)

"""How much of a text fits in text messages (3GPP TS 23.038 and 23.040)."""

from collections.abc import Sequence

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
"""These take two places: an escape and a letter, never in two segments."""

SIZES = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENDED, 2)
GSM_ALONE, GSM_OF_SEVERAL = 160, 153
UCS_ALONE, UCS_OF_SEVERAL = 70, 67
LIMIT = 2
"""More segments than these we do not send: longer words go by e-mail or letter."""


def segments(text: str) -> int:
    """Return how many text messages a text takes: none for nothing."""
    if all(letter in SIZES for letter in text):
        return _packed([SIZES[letter] for letter in text], GSM_ALONE, GSM_OF_SEVERAL)
    # Anything else makes all of it UCS-2; a letter outside the basic plane takes two places.
    sizes = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return _packed(sizes, UCS_ALONE, UCS_OF_SEVERAL)


def _packed(sizes: Sequence[int], alone: int, of_several: int) -> int:
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    count, used = 1, 0
    for size in sizes:
        if used + size > of_several:
            count, used = count + 1, 0
        used += size
    return count


def first_that_fits(texts: Sequence[str], *, limit: int = LIMIT) -> str:
    """Return the first of some wordings, the longest first, that takes few enough messages.

    Where none does, the shortest goes as it is: a number without its link is worth nothing.
    """
    fitting = (text for text in texts if segments(text) <= limit)
    return next(fitting, texts[-1])

"""How dates and times are written in this language, here as in our letters."""

DATE_FORMAT = "l j F Y"
SHORT_DATE_FORMAT = "D j M"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "l j F Y H:i"
SHORT_DATETIME_FORMAT = "D j M H:i"

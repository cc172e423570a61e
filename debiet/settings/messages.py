"""Writing to people and hearing from them: mail, letters, text messages, telephone."""

from debiet.settings.environment import number, pairs, secrets, switch, text, words

# What pages and letters call the utility.
UTILITY_NAME = text("DEBIET_UTILITY_NAME", "Debiet")

# Letters on paper: who they are from, and the envelopes they go in.
POSTAL_ADDRESS = words("DEBIET_POSTAL_ADDRESS")
OMBUDS_POSTAL_ADDRESS = words("DEBIET_OMBUDS_POSTAL_ADDRESS")
LETTER_WINDOW = text("DEBIET_LETTER_WINDOW", "right")
PRINT_RETURN_WORKING_DAYS = number("DEBIET_PRINT_RETURN_WORKING_DAYS", 3)

# Mail out.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = text("DEBIET_SMTP_HOST", "localhost")
EMAIL_PORT = number("DEBIET_SMTP_PORT", 25)
EMAIL_HOST_USER = text("DEBIET_SMTP_USER")
EMAIL_HOST_PASSWORD = text("DEBIET_SMTP_PASSWORD")
EMAIL_USE_TLS = switch("DEBIET_SMTP_STARTTLS")
EMAIL_TIMEOUT = number("DEBIET_SMTP_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = text("DEBIET_MAIL_FROM", "klantendienst@debiet.example")
MAIL_REPLY_TO = text("DEBIET_MAIL_REPLY_TO", DEFAULT_FROM_EMAIL)
MAIL_DOMAIN = text("DEBIET_MAIL_DOMAIN", DEFAULT_FROM_EMAIL.rpartition("@")[2])

# Telephone exchanges that tell of calls, each with its token.
CALLS_TOKENS = pairs("DEBIET_CALLS_TOKENS")
# Text messages out: the address of the provider's gateway and its token. None are sent without.
SMS_URL = text("DEBIET_SMS_URL")
SMS_TOKEN = text("DEBIET_SMS_TOKEN")
SMS_TIMEOUT = number("DEBIET_SMS_TIMEOUT", 10)
# Mail in: the passwords and OAuth2 client secrets of mailboxes, by the mailbox's code.
MAILBOX_SECRETS = secrets("DEBIET_MAILBOX_SECRETS")

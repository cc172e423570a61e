"""Keeps addresses out of the log: they hold case numbers and codes."""

import logging

from django.http import HttpRequest

from debiet.web.middleware import view_name


class WithoutAddress(logging.Filter):
    """Write the view's name where Django's own lines about requests write the address.

    For the handlers of `django.request` and `django.security`, whose latest argument is the path.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        arguments = record.args
        if (
            isinstance(request, HttpRequest)
            and isinstance(arguments, tuple)
            and arguments
            and str(arguments[-1]).startswith("/")
        ):
            record.args = (*arguments[:-1], view_name(request) or "no view")
        return True

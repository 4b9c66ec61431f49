"""Why something could not be counted."""

from __future__ import annotations


class RateError(Exception):
    """Base of the rates' errors; ``code`` is stable."""

    code = "rate_error"


class StoreUnavailableError(RateError):
    """The store that nodes share does not answer, or not in time; the message never holds its password."""

    code = "rate_store_unavailable"

"""What can go wrong with the record."""

from __future__ import annotations


class AuditError(Exception):
    """Base of the record's errors; ``code`` is stable."""

    code = "audit_error"


class RecordUnavailableError(AuditError):
    """The record cannot take another row, so nothing that needs one may go on.

    The disk is full or read-only, the spool has reached its bound, or its writer
    is too slow. Answer 503; the next attempt tries the disk again.
    """

    code = "record_unavailable"

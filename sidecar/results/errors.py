"""What a caller can get wrong when it shapes a result."""

from __future__ import annotations


class ResultError(ValueError):
    """Base of result errors; ``code`` is stable, the message is for the caller."""

    code = "result_error"


class FieldsError(ResultError):
    """``fields`` holds something that is not a path, or too much."""

    code = "fields_invalid"


class CursorError(ResultError):
    """``cursor`` was not given for this question, or what it points into is gone."""

    code = "cursor_invalid"

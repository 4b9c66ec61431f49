"""Why a foreign document was not read."""

from __future__ import annotations


class ForeignDocumentError(Exception):
    """Base of this package's errors: a stable ``code``, and English for the log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message

    def again(self) -> ForeignDocumentError:
        """Return an equal error to raise anew, without the traces of where this one has been."""
        return type(self)(self.code, self.message)


class DocumentRejectedError(ForeignDocumentError):
    """The document was read, and its reader does not accept what it says."""

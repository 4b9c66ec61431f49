"""What the catalogue can be at a loss about."""

from __future__ import annotations


class CatalogueError(Exception):
    """Base of catalogue errors; ``code`` is stable."""

    code = "catalogue_error"


class TreeError(CatalogueError):
    """A tree of PROTOCOL.md is not one; the message says where."""

    code = "schema_unavailable"


class IndexUnusableError(CatalogueError):
    """The index on disk is of another revision or make, or damaged: fetch it again."""

    code = "catalogue_index_unusable"


class CatalogueUnwritableError(CatalogueError):
    """The index cannot be kept under the state directory; the message says why."""

    code = "catalogue_unwritable"

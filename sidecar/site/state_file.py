"""One message in a small file of the node's own folder."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from sidecar.bridge.messages import Message

_LOG = logging.getLogger(__name__)

MessageT = TypeVar("MessageT", bound=Message)


class StateFile(Generic[MessageT]):
    """Keeps one message in a file that is replaced whole; what cannot be read of it counts as none."""

    def __init__(self, path: Path, kind: type[MessageT]) -> None:
        self._path = path
        self._kind = kind

    def read(self) -> MessageT | None:
        try:
            return self._kind.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            _LOG.error("%s cannot be read, so this node begins anew: %s", self._path, error)
            return None

    def write(self, message: MessageT | None) -> None:
        """Replace what is kept, readable by its owner alone; raises ``OSError``.

        A crash leaves the old file or the new one.
        """
        if message is None:
            self._path.unlink(missing_ok=True)
            return
        fresh = self._path.with_name(f"{self._path.name}.new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

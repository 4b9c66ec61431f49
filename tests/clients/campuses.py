"""Which campuses a test runs on, where it is not both."""

from __future__ import annotations

import pytest

ON_MOODLE = pytest.mark.parametrize("campus", ["moodle"], indirect=True, scope="session")
"""Only a real Moodle: what the demo campus would add is not worth starting that many programs."""

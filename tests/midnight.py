"""The end of a day, which a test that uses a day up must not meet."""

from __future__ import annotations

import time

HOUR_S = 3600
MARGIN_S = 60


def wait_out_midnight() -> None:
    """Return at once, unless a day may end within a minute: in the zones of our sites it ends with an hour of UTC."""
    left_s = HOUR_S - time.time() % HOUR_S
    if left_s < MARGIN_S:
        time.sleep(left_s + 1)

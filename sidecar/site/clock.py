"""Time comes in from outside, so that tests need not wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Returns seconds: of Unix time where a value is shared with others, of any fixed origin where a span is measured."""

wall_clock: Clock = time.time
span_clock: Clock = time.monotonic

"""A node in a process of its own: takes many at once when told to, and prints how many were let in.

python -m tests.python.rate.taker PORT COUNT PER_MINUTE SKEW_S
"""

from __future__ import annotations

import asyncio
import sys
import time

from sidecar.rate.take import Take
from sidecar.rate.valkey_store import ValkeyStore
from sidecar.site.valkey_url import ValkeyUrl

SITE = "https://moodle.example.edu/mcp"


async def main(port: str, count: str, per_minute: str, skew_s: str) -> None:
    right_time = time.time
    time.time = lambda: right_time() + float(skew_s)
    store = ValkeyStore(ValkeyUrl.parse(f"redis://127.0.0.1:{port}"), site=SITE, deadline_s=10)
    take = Take("connection:12", int(per_minute))
    await store.take((Take("address:192.0.2.1", 1),))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    verdicts = await asyncio.gather(*(store.take((take,)) for _ in range(int(count))))
    print(sum(verdict.allowed for verdict in verdicts), flush=True)
    await store.aclose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

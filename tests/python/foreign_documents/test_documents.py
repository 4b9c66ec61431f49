"""Documents are kept for a while, and asked for with restraint."""

from __future__ import annotations

import asyncio

import pytest

from sidecar.foreign_documents.content import MAX_FRESH_S, MIN_FRESH_S, USUAL_FRESH_S, fresh_s
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.documents import (
    HOLD_OFF_S,
    MAX_FLIGHTS,
    MAX_HELD_OFF,
    MAX_KEPT,
    ForeignDocuments,
)
from sidecar.foreign_documents.errors import DocumentRejectedError, ForeignDocumentError
from sidecar.foreign_documents.https_reader import FetchedDocument

FRESH_S = 600


def url(name: object = "client") -> DocumentUrl:
    return DocumentUrl.parse(f"https://assistant.example.com/{name}.json")


class Clock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


class Publisher:
    """Answers when it is let; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[DocumentUrl] = []
        self.failing = False
        self.begun = asyncio.Semaphore(0)
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, asked: DocumentUrl) -> FetchedDocument:
        self.asked.append(asked)
        self.begun.release()
        await self.open.wait()
        if self.failing:
            raise ForeignDocumentError("document_status", "the answer has status 503")
        return FetchedDocument(value={"number": len(self.asked)}, fresh_s=FRESH_S)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
async def documents(publisher: Publisher, clock: Clock) -> ForeignDocuments:
    return ForeignDocuments(fetch=publisher, clock=clock)


async def refusal(documents: ForeignDocuments, asked: DocumentUrl) -> ForeignDocumentError:
    with pytest.raises(ForeignDocumentError) as caught:
        async with asyncio.timeout(5):
            await documents.read(asked, "client")
    return caught.value


async def begun(publisher: Publisher, fetches: int) -> None:
    async with asyncio.timeout(5):
        for _ in range(fetches):
            await publisher.begun.acquire()


async def test_a_document_is_kept_as_long_as_its_origin_said(
    documents: ForeignDocuments, publisher: Publisher, clock: Clock
) -> None:
    assert (await documents.read(url(), "client")).fresh_s == FRESH_S
    clock.now += FRESH_S - 1
    kept = await documents.read(url(), "client")
    assert (kept.value, kept.fresh_s) == ({"number": 1}, 1)
    clock.now += 1
    assert (await documents.read(url(), "client")).value == {"number": 2}
    assert publisher.asked == [url(), url()]


async def test_whoever_needs_a_newer_one_gets_it_and_so_does_everybody_after(
    documents: ForeignDocuments, publisher: Publisher, clock: Clock
) -> None:
    await documents.read(url(), "client")
    clock.now += 60
    assert (await documents.read(url(), "client", max_age_s=60)).value == {"number": 1}
    clock.now += 1
    assert (await documents.read(url(), "client", max_age_s=60)).value == {"number": 2}
    assert (await documents.read(url(), "client")).value == {"number": 2}
    assert len(publisher.asked) == 2


async def test_all_who_ask_at_once_share_one_fetch(documents: ForeignDocuments, publisher: Publisher) -> None:
    publisher.open.clear()
    asking = [asyncio.create_task(documents.read(url(), "client")) for _ in range(20)]
    await begun(publisher, 1)
    publisher.open.set()
    assert [document.value for document in await asyncio.gather(*asking)] == [{"number": 1}] * 20
    assert publisher.asked == [url()]


async def test_one_who_gives_up_takes_nothing_from_the_others(
    documents: ForeignDocuments, publisher: Publisher
) -> None:
    publisher.open.clear()
    first, second = (asyncio.create_task(documents.read(url(), "client")) for _ in range(2))
    await begun(publisher, 1)
    first.cancel()
    publisher.open.set()
    assert (await second).value == {"number": 1}
    assert first.cancelled()


@pytest.mark.threat(53)
async def test_only_so_many_documents_are_fetched_at_a_time(documents: ForeignDocuments, publisher: Publisher) -> None:
    publisher.open.clear()
    asking = [asyncio.create_task(documents.read(url(number), "client")) for number in range(MAX_FLIGHTS)]
    await begun(publisher, MAX_FLIGHTS)
    assert (await refusal(documents, url("one-more"))).code == "document_busy"
    joined = asyncio.create_task(documents.read(url(0), "client"))
    publisher.open.set()
    await asyncio.gather(*asking, joined)
    assert (await documents.read(url("one-more"), "client")).value == {"number": MAX_FLIGHTS + 1}


@pytest.mark.threat(53)
async def test_a_failing_document_is_left_alone_for_a_while_and_then_asked_for_again(
    documents: ForeignDocuments, publisher: Publisher, clock: Clock
) -> None:
    publisher.failing = True
    assert (await refusal(documents, url())).code == "document_status"
    publisher.failing = False
    clock.now += HOLD_OFF_S - 1
    assert (await refusal(documents, url())).code == "document_status"
    assert publisher.asked == [url()]
    clock.now += 1
    assert (await documents.read(url(), "client")).value == {"number": 2}


async def test_a_failure_does_not_take_the_place_of_a_good_copy(
    documents: ForeignDocuments, publisher: Publisher, clock: Clock
) -> None:
    await documents.read(url(), "client")
    publisher.failing = True
    clock.now += 120
    with pytest.raises(ForeignDocumentError):
        await documents.read(url(), "client", max_age_s=60)
    assert (await documents.read(url(), "client")).value == {"number": 1}


async def test_a_document_its_reader_rejects_is_forgotten_and_held_off_like_a_failure(
    documents: ForeignDocuments, publisher: Publisher, clock: Clock
) -> None:
    await documents.read(url(), "client")
    documents.reject(url(), "client", "document_of_another", "The client_id is not the document's own address.")
    error = await refusal(documents, url())
    assert (type(error), error.code) == (DocumentRejectedError, "document_of_another")
    clock.now += HOLD_OFF_S
    assert (await documents.read(url(), "client")).value == {"number": 2}


@pytest.mark.threat(53)
async def test_what_one_reader_rejects_is_not_lost_to_another(
    documents: ForeignDocuments, publisher: Publisher
) -> None:
    """Else whoever names somebody's document as his keys would keep its own readers from it."""
    await documents.read(url(), "client")
    await documents.read(url(), "keys")
    documents.reject(url(), "keys", "keys_refused", "The document is no JWK set.")
    with pytest.raises(DocumentRejectedError):
        await documents.read(url(), "keys")
    assert (await documents.read(url(), "client")).value == {"number": 1}


async def test_whoever_may_not_have_a_document_fetched_still_gets_what_is_there(
    documents: ForeignDocuments, publisher: Publisher
) -> None:
    admitted = 0

    async def admit() -> None:
        nonlocal admitted
        admitted += 1
        if admitted > 1:
            raise PermissionError

    await documents.read(url("a"), "client", admit=admit)
    await documents.read(url("a"), "client", admit=admit)
    with pytest.raises(PermissionError):
        await documents.read(url("b"), "client", admit=admit)
    assert (publisher.asked, admitted) == ([url("a")], 2)


@pytest.mark.threat(53, 108)
async def test_what_is_remembered_is_bounded_and_the_longest_unused_goes_first(
    documents: ForeignDocuments, publisher: Publisher
) -> None:
    for number in range(MAX_KEPT):
        await documents.read(url(number), "client")
    await documents.read(url(0), "client")
    await documents.read(url("one-more"), "client")
    assert len(documents._kept) == MAX_KEPT
    await documents.read(url(0), "client")
    assert len(publisher.asked) == MAX_KEPT + 1
    await documents.read(url(1), "client")
    assert len(publisher.asked) == MAX_KEPT + 2
    publisher.failing = True
    for number in range(MAX_HELD_OFF + 5):
        await refusal(documents, url(f"bad-{number}"))
    assert len(documents._held_off) == MAX_HELD_OFF


async def test_what_is_under_way_at_the_end_is_given_up(publisher: Publisher) -> None:
    documents = ForeignDocuments(fetch=publisher)
    publisher.open.clear()
    async with documents.run():
        asking = asyncio.create_task(documents.read(url(), "client"))
        await begun(publisher, 1)
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_a_crash_of_ours_is_not_taken_for_a_bad_document() -> None:
    async def crash(_url: DocumentUrl) -> FetchedDocument:
        raise ZeroDivisionError

    documents = ForeignDocuments(fetch=crash)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await documents.read(url(), "client")


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ([], USUAL_FRESH_S),
        (["public"], USUAL_FRESH_S),
        (["max-age=1200"], 1200),
        (["public, MAX-AGE = 1200 , immutable"], 1200),
        (['max-age="1200"'], 1200),
        (["max-age=60", "s-maxage=900"], 900),
        (["max-age=0"], MIN_FRESH_S),
        (["max-age=1200, no-cache"], MIN_FRESH_S),
        (["no-store"], MIN_FRESH_S),
        (["max-age=31536000"], MAX_FRESH_S),
        (["max-age=99999999999999999999"], USUAL_FRESH_S),
        (["max-age=-5"], USUAL_FRESH_S),
        (["max-age=٣٠٠"], USUAL_FRESH_S),
        (["max-age"], USUAL_FRESH_S),
    ],
)
def test_the_origin_says_how_long_within_bounds(cache_control: list[str], seconds: int) -> None:
    assert fresh_s(cache_control) == seconds

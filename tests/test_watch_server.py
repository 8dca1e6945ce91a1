"""Who may see the page of `gradreel watch`, and what is served."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from gradreel.pipeline.watch.board import Board, Card
from gradreel.pipeline.watch.edition import FileFault
from gradreel.pipeline.watch.feed import Feed
from gradreel.pipeline.watch.server import application, free_socket, told
from gradreel.scenes.sentences.catalogue import text
from tests.own_loop import finished

TOKEN, HOST = "s3cret", "127.0.0.1:4000"
CARDS = (Card("step", "One step", "a.png"),)
PICTURE = b"a picture of some bytes"


@pytest.fixture
def feed() -> Feed:
    return Feed(Board("small.toml", "Small", CARDS, left=1))


@pytest.fixture
def client(feed: Feed, tmp_path: Path) -> TestClient:
    (tmp_path / "a.png").write_bytes(PICTURE)
    (tmp_path / "secret.npz").write_bytes(b"none of your business")
    found = {"a.png": tmp_path / "a.png", "gone.png": tmp_path / "gone.png"}
    return TestClient(application(feed, found.get, TOKEN), base_url=f"http://{HOST}")


def test_the_page_needs_nothing_from_elsewhere(client: TestClient) -> None:
    answer = client.get(f"/{TOKEN}/")
    assert answer.status_code == 200
    assert text("watch-lead") in answer.text
    assert "http:" not in answer.text.replace("http-equiv", "")
    assert "default-src &#39;none&#39;" in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/", "/other/", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", "/boards", "/pictures/a.png", "//", "/é/"],
)
def test_nothing_is_served_without_the_token(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize("path", ["/", "/boards", "/pictures/a.png"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:4000"},
        {"Host": "127.0.0.1.evil.example:4000"},
        {"Host": "192.168.1.2:4000"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:8888"},
        {"Origin": "https://127.0.0.1:4000"},
        {"Origin": "null"},
    ],
)
def test_pages_of_other_addresses_are_refused(
    client: TestClient, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(f"/{TOKEN}{path}", headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize("host", [HOST, "localhost:4000", "localhost:5000"])
def test_its_own_page_is_answered_also_through_a_forwarded_port(
    client: TestClient, host: str
) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert client.get(f"/{TOKEN}/", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_sent(client: TestClient, method: str) -> None:
    assert client.request(method, f"/{TOKEN}/").status_code == 405


def test_a_picture_is_served_whole_and_in_parts(client: TestClient) -> None:
    address = f"/{TOKEN}/pictures/a.png"
    whole = client.get(address)
    assert (whole.content, whole.headers["content-type"]) == (PICTURE, "image/png")
    part = client.get(address, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, PICTURE[2:6])


@pytest.mark.parametrize(
    "name",
    [
        "secret.npz",
        "gone.png",
        "b.png",
        "",
        "..%2Fa.png",
        "%2e%2e/secret.npz",
        "../boards/x",
        "%00",
    ],
)
def test_nothing_but_the_pictures_that_were_made_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/{TOKEN}/pictures/{name}").status_code in (403, 404)


def test_a_page_is_told_what_to_show_in_words() -> None:
    faults = (FileFault("is wrong", 3, "lr = -1"), FileFault("is gone"))
    shown: dict[str, Any] = told(Board("small.toml", "<b>", CARDS, faults, 0, 2))
    assert shown["cards"] == (asdict(CARDS[0]),)
    assert [fault["place"] for fault in shown["faults"]] == ["Line 3", ""]
    assert shown["note"] == text("watch-first-of-sweep", count=2)
    assert shown["status"] == ""
    assert told(Board("small.toml"))["status"] == text("watch-done")
    left = told(Board("small.toml", left=3))
    assert (left["note"], left["status"]) == ("", text("watch-left", count=3))


def test_a_page_that_comes_after_the_end_is_told_so(feed: Feed, client: TestClient) -> None:
    feed.end()
    answer = client.get(f"/{TOKEN}/boards")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "event: end\ndata:\n\n"


def test_every_tab_is_told_of_every_change_until_the_end(feed: Feed) -> None:
    async def read() -> list[int]:
        return [board.left async for board in feed.boards()]

    async def play() -> list[list[int]]:
        tabs = [asyncio.create_task(read()) for _ in range(2)]
        for left in (1, 1, 3, 2):
            await asyncio.sleep(0)
            feed.show(Board("small.toml", left=left))
        await asyncio.sleep(0)
        feed.end()
        return await asyncio.gather(*tabs)

    found = finished(play())
    assert [numbers[-3:] for numbers in found] == [[1, 3, 2], [1, 3, 2]]


def test_only_this_machine_can_reach_it() -> None:
    with free_socket() as one, free_socket() as other:
        assert one.getsockname()[0] == other.getsockname()[0] == "127.0.0.1"
        assert one.getsockname()[1] != other.getsockname()[1]

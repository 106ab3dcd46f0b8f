"""Pages and health as a browser and a monitor meet them."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from yingda.app import health
from yingda.app.pages import add_pages

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "main-1a2b.js").write_text("1")
    (tmp_path / "index.html").write_text("desk")
    (tmp_path / "phone.html").write_text("phone")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    return tmp_path


@pytest.fixture
async def browser(web: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    add_pages(app, web)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://centre"
    ) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "text"),
    [("/", "desk"), ("/contacts/1", "desk"), ("/phone", "phone"), ("/favicon.svg", "<svg/>")],
)
async def test_every_path_of_the_desk_is_its_page(
    browser: httpx.AsyncClient, path: str, text: str
) -> None:
    answer = await browser.get(path)

    assert (answer.status_code, answer.text) == (200, text)
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_files_may_be_kept_for_good(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/assets/main-1a2b.js")

    assert "immutable" in answer.headers["cache-control"]


async def test_an_unknown_path_of_the_api_is_no_page(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/api/nothing")).status_code == 404


async def test_no_path_leads_out_of_the_pages(browser: httpx.AsyncClient, web: Path) -> None:
    (web.parent / "secret.txt").write_text("secret")

    assert (await browser.get("/%2e%2e/secret.txt")).text == "desk"


async def test_pages_that_were_not_built_say_how_to_mend_it(tmp_path: Path) -> None:
    app = FastAPI()
    add_pages(app, tmp_path / "none")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://centre"
    ) as client:
        answer = await client.get("/")

    assert answer.status_code == 503
    assert "make setup" in answer.text


@pytest.mark.parametrize(("is_up", "status"), [(True, 200), (False, 503)])
async def test_health_names_each_part(is_up: bool, status: int) -> None:  # noqa: FBT001 -- a case
    async def database() -> bool:
        return True

    async def engine() -> bool:
        return is_up

    app = FastAPI()
    app.include_router(health.router({"database": database, "engine": engine}))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://centre"
    ) as client:
        answer = await client.get("/healthz")

    assert answer.status_code == status
    assert answer.json()["engine"] == ("up" if is_up else "down")

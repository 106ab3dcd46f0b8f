"""The forecast in Chromium: a new centre brings its history, sees tomorrow, and staffs it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.browser import keep, tab
from tests.journeys.floor import LONG_S, Floor

pytestmark = [pytest.mark.anyio, pytest.mark.engine, pytest.mark.browser]
LONG_MS = LONG_S * 1000
DAYS = 70


def history(today: date) -> str:
    """Return ten weeks of a centre that is open from 8:00 to 20:00, quieter at weekends."""
    chance, rows = Random(1), ["begin,calls"]
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        size = (0.4 if day.weekday() > 4 else 1.0) * chance.uniform(0.9, 1.1)
        size *= 0.2 if back == 10 else 1
        for slot in range(16, 40):
            mean = size * (30 - abs(slot - 21)) * (0.6 if slot in {24, 25} else 1)
            calls = max(round(chance.gauss(mean, mean**0.5)), 0)
            rows.append(f"{day:%Y/%m/%d} {slot // 2}:{slot % 2 * 30:02},{calls}")
    return "\n".join(rows)


async def test_a_new_centre_brings_its_history_and_staffs_a_day_to_come(
    floor: Floor, tmp_path: Path
) -> None:
    text = history(datetime.now(ZoneInfo("Asia/Shanghai")).date())
    good, bad = tmp_path / "calls.csv", tmp_path / "bad.csv"
    good.write_text(text)
    bad.write_text(text.replace("begin", "time"))
    async with async_playwright() as play, tab(play, tmp_path, 500) as page:
        await _sign_in(floor, page)
        await expect(page.get_by_text("历史话务不足")).to_be_visible(timeout=LONG_MS)
        await keep(page, "forecast-empty")
        await page.get_by_test_id("forecast-file").set_input_files(bad)
        mistakes = page.get_by_test_id("forecast-mistakes")
        await expect(mistakes).to_contain_text("bad.csv:1: expected the head line begin,calls")
        await page.get_by_test_id("forecast-file").set_input_files(good)
        await expect(page.get_by_test_id("forecast-wape")).to_contain_text("%", timeout=LONG_MS)
        await expect(page.get_by_text("近期异常")).to_be_visible()
        await page.wait_for_timeout(600)
        await keep(page, "forecast")

        await _read_off(page)
        await page.get_by_test_id("forecast-staffing").click()
        cells = page.locator('[data-testid^="staffing-arrivals-"]')
        await expect(cells.first).not_to_have_value("", timeout=LONG_MS)
        assert sum([float(await cell.input_value()) for cell in await cells.all()]) > 0
        await keep(page, "forecast-staffing")

        await page.goto(f"{floor.base}/forecast")
        page.once("dialog", lambda asked: asked.accept())
        await page.get_by_test_id("forecast-forget").click()
        await expect(page.get_by_text("历史话务不足")).to_be_visible(timeout=LONG_MS)


async def _sign_in(floor: Floor, page: Page) -> None:
    await page.goto(f"{floor.base}/login?next=/forecast")
    await page.get_by_test_id("login-name").fill("planner")
    await page.get_by_test_id("login-password").fill("yingda-planner")
    await page.get_by_test_id("login-submit").click()


async def _read_off(page: Page) -> None:
    await page.get_by_role("tab", name="表").click()
    await expect(page.get_by_test_id("forecast-table")).to_contain_text("10:30")
    async with page.expect_download() as download:
        await page.get_by_test_id("forecast-download").click()
    saved = (await (await download.value).path()).read_text().splitlines()
    assert saved[0] == "begin,calls,low,high"
    assert len(saved) == 1 + 14 * 48

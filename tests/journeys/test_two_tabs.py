"""A talk outlives the page it is spoken in: another tab takes the seat over, or it is reloaded."""

from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.browser import EAR, hears, keep, tab
from tests.journeys.floor import LONG_S, Floor
from tests.lab import CUSTOMER_HZ

pytestmark = [pytest.mark.anyio, pytest.mark.engine, pytest.mark.browser]
VOICE_HZ = 620
LONG_MS = LONG_S * 1000


async def test_a_seat_taken_over_in_a_talk_cuts_nobody_off(floor: Floor, tmp_path: Path) -> None:
    call = await floor.calls("13911110041")
    async with async_playwright() as play, tab(play, tmp_path, VOICE_HZ) as old:
        await _sit_down(floor, old)
        await call.press("0")
        await old.get_by_test_id("answer").click()
        await call.hears(VOICE_HZ, within=LONG_S)

        new = await _take_over(floor, old)

        await expect(old.get_by_test_id("notice-voice-here")).to_be_visible(timeout=LONG_MS)
        await keep(old, "tabs-old")
        await expect(new.get_by_test_id("notice-voice-elsewhere")).to_be_visible(timeout=LONG_MS)
        await keep(new, "tabs-new")
        await call.hears_more(50)
        await call.hears(VOICE_HZ, within=LONG_S)
        await hears(old, CUSTOMER_HZ)

        await new.get_by_test_id("voice-here").click()
        await expect(old.get_by_test_id("notice-voice-here")).to_have_count(0, timeout=LONG_MS)
        await expect(new.get_by_test_id("notice-voice-elsewhere")).to_have_count(0, timeout=LONG_MS)
        await hears(new, CUSTOMER_HZ)
        await call.hears_more(50)
        await call.hears(VOICE_HZ, within=LONG_S)
        await new.get_by_test_id("bar-hang-up").click()
        await call.ended(LONG_S)
        await _note(new)


async def test_a_reloaded_page_has_its_call_again(floor: Floor, tmp_path: Path) -> None:
    call = await floor.calls("13911110042")
    async with async_playwright() as play, tab(play, tmp_path, VOICE_HZ) as page:
        await _sit_down(floor, page)
        await call.press("0")
        await page.get_by_test_id("answer").click()
        await call.hears(VOICE_HZ, within=LONG_S)

        await page.reload()

        await hears(page, CUSTOMER_HZ)
        await call.hears(VOICE_HZ, within=LONG_S)
        await page.get_by_test_id("bar-hang-up").click()
        await call.ended(LONG_S)
        await _note(page)


async def _note(page: Page) -> None:
    await page.get_by_test_id("disposition-search").fill("账单")
    await page.get_by_test_id("disposition-solved-bill").click()
    await page.get_by_test_id("wrap-done").click()
    await expect(page.get_by_test_id("focus")).to_have_count(0, timeout=LONG_MS)


async def _log_in(floor: Floor, page: Page) -> None:
    await page.goto(f"{floor.base}/")
    await page.get_by_test_id("login-name").fill("8004")
    await page.get_by_test_id("login-password").fill("yingda-8004")
    await page.get_by_test_id("login-submit").click()


async def _sit_down(floor: Floor, page: Page) -> None:
    await _log_in(floor, page)
    await page.get_by_test_id("idle-sign-on").click()
    await page.get_by_test_id("state-control").click()
    await page.get_by_test_id("state-ready").click()


async def _take_over(floor: Floor, old: Page) -> Page:
    """Return another tab that has taken the seat of `old`."""
    assert old.context.browser
    new = await old.context.browser.new_page(locale="zh-CN")
    new.set_default_timeout(LONG_MS)
    await new.add_init_script(EAR)
    await _log_in(floor, new)
    await new.get_by_test_id("focus").wait_for()
    await new.get_by_test_id("state-control").click()
    await new.get_by_test_id("take-seat").click()
    await new.get_by_test_id("seat-take-over").click()
    return new

"""The first call in a browser: a customer's web phone and an agent's desk, both in Chromium."""

from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.browser import hears, keep, tab
from tests.journeys.floor import LONG_S, Floor
from tests.lab import MUSIC_HZ

pytestmark = [pytest.mark.anyio, pytest.mark.engine, pytest.mark.browser]
CUSTOMER_VOICE_HZ, AGENT_VOICE_HZ = 500, 620
LONG_MS = LONG_S * 1000


async def test_a_call_from_the_web_phone_is_answered_at_the_desk(
    floor: Floor, tmp_path: Path
) -> None:
    gold = await floor.caller("gold")
    async with (
        async_playwright() as play,
        tab(play, tmp_path, AGENT_VOICE_HZ) as desk,
        tab(play, tmp_path, CUSTOMER_VOICE_HZ) as phone,
    ):
        await _sit_down(floor, desk)
        await _dial(floor, phone, gold["number"])

        await expect(desk.get_by_test_id("ringing-pop")).to_contain_text(
            gold["name"], timeout=LONG_MS
        )
        await keep(desk, "desk-ringing")
        await desk.get_by_test_id("answer").click()
        await hears(desk, CUSTOMER_VOICE_HZ)
        await hears(phone, AGENT_VOICE_HZ)
        contact = (await floor.latest(gold["number"], stage="talking"))["id"]
        await keep(desk, "desk-talking")
        await keep(phone, "phone-talking")

        await _hold_and_resume(desk, phone)
        await _hang_up_and_wrap_up(floor, desk, phone, contact)


async def _sit_down(floor: Floor, desk: Page) -> None:
    await desk.goto(f"{floor.base}/")
    await desk.get_by_test_id("login-name").fill("8003")
    await desk.get_by_test_id("login-password").fill("yingda-8003")
    await desk.get_by_test_id("login-submit").click()
    await desk.get_by_test_id("idle-sign-on").click()
    await expect(desk.get_by_test_id("state-control")).to_have_attribute(
        "data-state", "not-ready", timeout=LONG_MS
    )
    await desk.keyboard.press("Control+Alt+s")
    await expect(desk.get_by_test_id("state-ready")).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("state-control")).to_have_attribute(
        "data-state", "ready", timeout=LONG_MS
    )


async def _dial(floor: Floor, phone: Page, number: str) -> None:
    await phone.goto(f"{floor.base}/phone")
    await phone.get_by_test_id(f"caller-{number}").click()
    await phone.get_by_test_id("call-10000").click()
    screen = phone.get_by_test_id("phone-screen")
    await expect(screen).to_have_attribute("data-stage", "connected", timeout=LONG_MS)
    await keep(phone, "phone-greeted")
    await phone.get_by_test_id("key-1").click()


async def _hold_and_resume(desk: Page, phone: Page) -> None:
    await desk.get_by_test_id("bar-hold").click()
    await hears(phone, MUSIC_HZ)
    await keep(desk, "desk-held")
    await desk.get_by_test_id("bar-hold").click()
    await hears(phone, AGENT_VOICE_HZ)
    await hears(desk, CUSTOMER_VOICE_HZ)


async def _hang_up_and_wrap_up(floor: Floor, desk: Page, phone: Page, contact: str) -> None:
    await desk.get_by_test_id("bar-hang-up").click()
    screen = phone.get_by_test_id("phone-screen")
    await expect(screen).to_have_attribute("data-stage", "over", timeout=LONG_MS)
    await expect(desk.get_by_test_id("wrap-done")).to_be_disabled(timeout=LONG_MS)
    await desk.get_by_test_id("disposition-search").fill("账单")
    await desk.get_by_test_id("disposition-solved-bill").click()
    await desk.get_by_test_id("notes").fill("账单已解释清楚。")
    await keep(desk, "desk-wrap-up")
    await desk.get_by_test_id("wrap-done").click()
    done = await floor.reaches(contact, stage="done", outcome="answered")
    assert done["disposition"] == "solved-bill"
    await expect(desk.get_by_test_id("focus")).to_have_count(0, timeout=LONG_MS)
    await keep(desk, "desk-done")

"""Call-back in line tried in two tabs: the web phone rings when it is the caller's turn."""

from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.browser import hears, keep, tab
from tests.journeys.floor import LONG_S, Floor, eventually
from tests.lab import AGENT_HZ

pytestmark = [pytest.mark.anyio, pytest.mark.engine, pytest.mark.browser]
CUSTOMER_VOICE_HZ, BOSS_VOICE_HZ = 500, 620


async def stands(page: Page, stage: str) -> None:
    screen = page.get_by_test_id("phone-screen")
    await expect(screen).to_have_attribute("data-stage", stage, timeout=LONG_S * 1000)


async def test_the_web_phone_rings_when_it_is_the_callers_turn(
    floor: Floor, tmp_path: Path
) -> None:
    gold = await floor.caller("gold")
    async with (
        async_playwright() as play,
        tab(play, tmp_path, CUSTOMER_VOICE_HZ) as phone,
        tab(play, tmp_path, BOSS_VOICE_HZ) as wall,
    ):
        await phone.goto(f"{floor.base}/phone")
        await phone.get_by_test_id(f"caller-{gold['number']}").click()
        await phone.get_by_test_id("call-10000").click()
        await stands(phone, "connected")
        await phone.get_by_test_id("key-1").click()
        await floor.latest(gold["number"], stage="queued")
        await eventually(lambda: _takes(floor, phone, gold["number"]), "the call-back is taken")
        await stands(phone, "over")
        due = await floor.latest(gold["number"], stage="callback")
        await _is_on_the_wall(floor, wall, due["id"])

        agent = await floor.agent("8003")
        await stands(phone, "ringing")
        await keep(phone, "phone-called-back")
        await phone.get_by_test_id("phone-answer").click()
        ring = await floor.rings(agent)
        await ring.answer(LONG_S)
        await ring.hears(CUSTOMER_VOICE_HZ, within=LONG_S)
        await hears(phone, AGENT_HZ)
        await floor.reaches(due["id"], stage="talking", callback_attempts=1)
        await phone.get_by_test_id("phone-hang-up").click()
        await ring.ended(LONG_S)


async def _takes(floor: Floor, phone: Page, number: str) -> bool:
    if await phone.get_by_test_id("phone-screen").get_attribute("data-stage") == "connected":
        await phone.get_by_test_id("key-1").click()
    return bool((await floor.latest(number))["callback_asked_at"])


async def _is_on_the_wall(floor: Floor, wall: Page, contact: str) -> None:
    await wall.goto(f"{floor.base}/")
    await wall.get_by_test_id("login-name").fill("supervisor")
    await wall.get_by_test_id("login-password").fill("yingda-supervisor")
    await wall.get_by_test_id("login-submit").click()
    await expect(wall.get_by_test_id("login-submit")).to_have_count(0, timeout=LONG_S * 1000)
    await wall.goto(f"{floor.base}/wallboard")
    await expect(wall.get_by_test_id(f"callback-{contact}")).to_be_visible(timeout=LONG_S * 1000)
    await keep(wall, "wallboard-callbacks")
    await wall.get_by_test_id(f"callback-{contact}").click()
    await expect(wall.get_by_test_id("callback-cancel")).to_be_visible(timeout=LONG_S * 1000)
    await keep(wall, "contact-callback-due")

"""A supervisor at the wallboard in Chromium: from a click, or keys alone, to being heard."""

from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.browser import hears, keep, tab
from tests.journeys.floor import LONG_S, Floor, wrap_up
from tests.lab import AGENT_HZ, CUSTOMER_HZ
from tests.lab.desk import Desk, View

pytestmark = [pytest.mark.anyio, pytest.mark.engine, pytest.mark.browser]
BOSS_HZ = 620
FAINT = 0.004  # browsers damp a steady tone as noise; without it there is nothing at all
LONG_MS = LONG_S * 1000


async def test_a_supervisor_helps_an_agent_from_the_wallboard(floor: Floor, tmp_path: Path) -> None:
    agent = await floor.agent("8004")
    talk = await floor.talk(agent)
    async with async_playwright() as play, tab(play, tmp_path, BOSS_HZ) as page:
        await _sit_down(floor, page)
        await _listen_by_keys(page)
        await keep(page, "wallboard-listening")
        await talk.customer.hears(AGENT_HZ, within=LONG_S)
        assert talk.desk.heard().share(BOSS_HZ) < FAINT / 4

        await page.get_by_test_id("bar-whisper").click()
        await talk.desk.hears_all({CUSTOMER_HZ: 0.5, BOSS_HZ: FAINT}, within=LONG_S)
        await talk.customer.hears(AGENT_HZ, within=LONG_S)
        assert talk.customer.heard().share(BOSS_HZ) < FAINT / 4

        await page.get_by_test_id("bar-barge").click()
        await talk.customer.hears_all({AGENT_HZ: 0.5, BOSS_HZ: FAINT}, within=LONG_S)

        await page.get_by_test_id("bar-take-over").click()
        await page.get_by_test_id("take-over-confirm").click()
        await talk.customer.hears(BOSS_HZ, within=LONG_S)
        await hears(page, CUSTOMER_HZ)
        await talk.desk.ended(LONG_S)
        await wrap_up(agent, talk.contact)
        await _finish(page)
    await floor.reaches(talk.contact, stage="done", outcome="answered")


async def test_a_supervisor_calls_an_agent_back_from_a_break(floor: Floor, tmp_path: Path) -> None:
    agent = await floor.agent("8004")
    await agent.not_ready("break")
    async with async_playwright() as play, tab(play, tmp_path, BOSS_HZ) as page:
        await _log_in(floor, page)
        await page.get_by_test_id("nav-wallboard").click()
        await page.get_by_test_id("full-screen").click()
        await page.get_by_test_id("agent-menu-8004").click()
        await expect(page.get_by_test_id("set-ready")).to_be_visible(timeout=LONG_MS)
        await keep(page, "wallboard-call-back")
        await page.get_by_test_id("set-ready").click()
        await floor.stands(agent, "ready")
        boss = floor.supervisor.user["id"]
        await agent.sees(lambda: _mine(agent)["set_by"] == boss, "who called back")


def _mine(agent: Desk) -> View:
    return next(each for each in agent.all("agent") if each["id"] == agent.user["id"])


async def _log_in(floor: Floor, page: Page) -> None:
    await page.goto(f"{floor.base}/")
    await page.get_by_test_id("login-name").fill("supervisor")
    await page.get_by_test_id("login-password").fill("yingda-supervisor")
    await page.get_by_test_id("login-submit").click()
    await page.get_by_test_id("state-control").wait_for()


async def _sit_down(floor: Floor, page: Page) -> None:
    await _log_in(floor, page)
    await page.get_by_test_id("state-control").click()
    await page.get_by_test_id("sign-on").click()
    await expect(page.get_by_test_id("registration")).to_have_attribute(
        "data-state", "registered", timeout=LONG_MS
    )


async def _listen_by_keys(page: Page) -> None:
    await page.get_by_test_id("nav-wallboard").click()
    await page.get_by_test_id("agent-menu-8004").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("supervise-listen")).to_be_focused()
    await keep(page, "wallboard-acts")
    await page.keyboard.press("Enter")
    bar = page.get_by_test_id("supervision")
    await expect(bar).to_have_attribute("data-mode", "listen", timeout=LONG_MS)
    await expect(bar).to_contain_text("正在监听", timeout=LONG_MS)
    await page.get_by_test_id("full-screen").click()  # the rest on the whole screen
    await expect(page.get_by_test_id("nav-desk")).to_be_hidden(timeout=LONG_MS)
    await keep(page, "wallboard-full-supervised")


async def _finish(page: Page) -> None:
    await page.get_by_test_id("full-screen").click()
    await page.get_by_test_id("nav-desk").click()
    await expect(page.get_by_test_id("focus")).to_have_attribute(
        "data-stage", "talking", timeout=LONG_MS
    )
    await keep(page, "desk-taken-over")
    await page.get_by_test_id("bar-hang-up").click()
    await expect(page.get_by_test_id("wrap-done")).to_be_disabled(timeout=LONG_MS)
    await page.get_by_test_id("disposition-search").fill("账单")
    await page.get_by_test_id("disposition-solved-bill").click()
    await page.get_by_test_id("wrap-done").click()
    await expect(page.get_by_test_id("floor")).to_be_visible(timeout=LONG_MS)

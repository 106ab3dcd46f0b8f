"""The planner's pages in Chromium: find a staff, try it out, apply a promise, take it back."""

from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.journeys.browser import keep, tab
from tests.journeys.floor import LONG_S, Floor
from tests.journeys.test_crash import healthy, kill

pytestmark = [pytest.mark.anyio, pytest.mark.engine, pytest.mark.browser]
LONG_MS = LONG_S * 1000
KLASS = "gold.complaint.voice"


async def test_a_planner_finds_a_staff_tries_it_and_takes_a_promise_back(
    floor: Floor, tmp_path: Path
) -> None:
    async with async_playwright() as play, tab(play, tmp_path, 500) as page:
        await _sign_in(floor, page)
        before = await floor.supervisor.get("tiers/entitlements")

        await _write(page, f"staffing-arrivals-{KLASS}", "20")
        await _search(page, "staffing-most-senior", "0")
        await expect(page.get_by_test_id("staffing-infeasible")).to_contain_text("金卡 · 投诉")
        await keep(page, "staffing-infeasible")
        await page.get_by_test_id("staffing-mend").click()
        await _search(page, "staffing-most-senior", "")
        assert int(await page.get_by_test_id("staffing-total-found").inner_text()) >= 2
        await expect(page.get_by_test_id(f"staffing-row-{KLASS}")).to_contain_text("%")
        await keep(page, "staffing-found")

        await page.get_by_test_id("staffing-try").click()
        await _try_with_another_promise(page)
        await keep(page, "what-if")
        await _apply(page)
        applied = await floor.supervisor.get("tiers/entitlements")
        assert applied["version"] == before["version"] + 1
        await page.get_by_test_id("notice-undo").click()
        await expect(page.get_by_text("已撤销")).to_be_visible(timeout=LONG_MS)
        after = await floor.supervisor.get("tiers/entitlements")
        assert (after["version"], after["rows"]) == (before["version"] + 2, before["rows"])


async def test_a_search_begins_again_by_itself_when_the_service_is_killed(
    shaky: Floor, tmp_path: Path
) -> None:
    async with async_playwright() as play, tab(play, tmp_path, 500) as page:
        await _sign_in(shaky, page)
        await _write(page, f"staffing-arrivals-{KLASS}", "20")
        async with page.expect_response("**/api/planning/staff"):
            await page.get_by_test_id("staffing-run").click()
        await kill(shaky, "service")
        await expect(page.get_by_text("计算已重新开始")).to_be_visible(timeout=LONG_MS)
        await keep(page, "staffing-again")
        total = page.get_by_test_id("staffing-total-found")
        await expect(total).to_be_visible(timeout=2 * LONG_MS)
        await healthy(shaky)


async def _sign_in(floor: Floor, page: Page) -> None:
    await page.goto(f"{floor.base}/login?next=/staffing")
    await page.get_by_test_id("login-name").fill("admin")
    await page.get_by_test_id("login-password").fill("yingda-admin")
    await page.get_by_test_id("login-submit").click()


async def _write(page: Page, cell: str, value: str) -> None:
    await page.get_by_test_id(cell).fill(value)
    await page.keyboard.press("Tab")


async def _search(page: Page, cell: str, value: str) -> None:
    await _write(page, cell, value)
    await page.get_by_test_id("staffing-run").click()
    progress = page.get_by_test_id("staffing-progress")
    await expect(progress).to_be_visible()
    await expect(progress).to_have_count(0, timeout=2 * LONG_MS)


async def _try_with_another_promise(page: Page) -> None:
    await _write(page, f"what-if-share-{KLASS}", "90")
    await page.get_by_test_id("what-if-run").click()
    await expect(page.get_by_test_id(f"what-if-row-{KLASS}")).to_contain_text(
        "90.0%", timeout=LONG_MS
    )


async def _apply(page: Page) -> None:
    await page.get_by_test_id("what-if-apply").click()
    await page.get_by_test_id("apply-note").fill("投诉放宽到九成")
    await page.get_by_test_id("apply-confirm").click()
    await expect(page.get_by_test_id("notice-undo")).to_be_visible(timeout=LONG_MS)

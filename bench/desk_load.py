"""What a browser must fetch before the desk shows its first page."""

from playwright.async_api import CDPSession, async_playwright

from bench.results import Report
from tests.journeys.browser import CHROMIUM
from yingda.launcher import Parts

LIMIT_KB = 350


async def run(parts: Parts) -> Report:
    """Return the compressed size of the scripts and styles of a first load."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox"],
        )
        page = await browser.new_page()
        sizes = await _watch(await page.context.new_cdp_session(page))
        await page.goto(f"http://{parts.settings.http}/", wait_until="networkidle")
        await browser.close()
    kb = {kind: round(size / 1000, 1) for kind, size in sizes.items()}
    rows = [[kind, f"{size:.1f}"] for kind, size in sorted(kb.items())]
    return Report(
        "desk-load",
        "First load of the desk, as sent over the wire",
        ("kind", "kB"),
        [*rows, ["limit of scripts", str(LIMIT_KB)]],
        data={"kb": kb},
    )


async def _watch(line: CDPSession) -> dict[str, float]:
    """Return a table that fills, by kind of resource, as the page loads."""
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def begun(event: dict[str, str]) -> None:
        kinds[event["requestId"]] = event.get("type", "Other")

    def loaded(event: dict[str, float | str]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        sizes[kind] = sizes.get(kind, 0.0) + float(event["encodedDataLength"])

    line.on("Network.responseReceived", begun)
    line.on("Network.loadingFinished", loaded)
    await line.send("Network.enable")
    return sizes

"""Chromium with a tone in its microphone, and an ear on what its calls bring."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import which

from playwright.async_api import Page, Playwright

from tests.journeys.floor import LONG_S, eventually
from tests.lab import audio

# None: Playwright's own. One out of a snap sees no file of ours, so it cannot speak the tone.
CHROMIUM = next(
    (path for path in map(which, ("chromium", "google-chrome")) if path and "/snap/" not in path),
    None,
)
ARTIFACTS = Path(__file__).parents[1] / "artifacts"
NEAR_HZ = 15
EAR = """
(() => {
  const Real = window.RTCPeerConnection;
  window.heardHz = () => null;
  const listen = (track) => {
    const context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 8192;
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    const levels = new Float32Array(ear.frequencyBinCount);
    window.heardHz = () => {
      ear.getFloatFrequencyData(levels);
      const top = levels.reduce((best, level, bin) => (level > levels[best] ? bin : best), 1);
      return levels[top] > -70 ? (top * context.sampleRate) / ear.fftSize : null;
    };
  };
  window.RTCPeerConnection = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener("track", (event) => listen(event.track));
    }
  };
})();
"""


@asynccontextmanager
async def tab(play: Playwright, folder: Path, tone_hz: int) -> AsyncIterator[Page]:
    """Open a page, in Chinese, in a browser of its own that speaks a tone."""
    voice = folder / f"{tone_hz}.wav"
    audio.write_wav(voice, [audio.tone(tone_hz, 10.0)])
    browser = await play.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={voice}",
            "--autoplay-policy=no-user-gesture-required",
            "--disable-background-networking",
            "--no-sandbox",
        ],
    )
    try:
        page = await browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
        page.set_default_timeout(LONG_S * 1000)
        await page.add_init_script(EAR)
        yield page
    finally:
        await browser.close()


async def hears(page: Page, tone_hz: int) -> None:
    """Return once the loudest sound of the page's call is `tone_hz`."""

    async def is_heard() -> bool:
        hz = await page.evaluate("window.heardHz()")
        return hz is not None and abs(hz - tone_hz) <= NEAR_HZ

    async def told() -> str:
        return f"{tone_hz} Hz, but heard {await page.evaluate('window.heardHz()')}"

    try:
        await eventually(is_heard, "a tone")
    except AssertionError as silent:
        raise AssertionError(await told()) from silent


async def keep(page: Page, name: str) -> None:
    """Keep a picture of the page for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTIFACTS / f"{name}.png")

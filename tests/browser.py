"""A real browser without a window, for the report."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = "there is no chromium with chromedriver here: Debian's chromium and chromium-driver"


@contextmanager
def browser(folder: Path) -> Iterator[webdriver.Chrome]:
    """Chromium, which keeps its own files in the folder and asks nobody anything."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in (
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-quic"),
        *("--disable-component-update", "--disable-sync", "--window-size=1200,900", f"--user-data-dir={folder / 'browser'}"),
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield opened
    finally:
        opened.quit()


def show(opened: webdriver.Chrome, page: Path) -> None:
    """Opens a report and waits until its charts are drawn."""
    opened.get(page.as_uri())
    WebDriverWait(opened, 120).until(lambda shown: shown.execute_script("return document.documentElement.dataset.drawn"))


def opening(opened: webdriver.Chrome, page: Path) -> tuple[float, float]:
    """Seconds from the page's navigation to its load event, and until its charts are drawn."""
    show(opened, page)
    asked = """
        return [performance.getEntriesByType("navigation")[0].loadEventEnd, performance.getEntriesByName("drawn")[0].startTime]
    """
    loaded, drawn = opened.execute_script(asked)
    return loaded / 1000, drawn / 1000

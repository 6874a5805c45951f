"""Takes this folder's pictures anew from a running demo: `.venv/bin/python docs/images/take.py [address]`."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PICTURES = {
    "home": ("/", WIDE),
    "report": ("/laporan/2007157/", WIDE),
    "agency": ("/instansi/kemendikdasmen/", WIDE),
    "statistics": ("/statistik/", WIDE),
    "form": ("/lapor/", PHONE),
}


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (path, viewport) in PICTURES.items():
            page = browser.new_page(locale="id-ID", viewport=viewport)  # type: ignore[arg-type]
            page.goto(address + path, wait_until="networkidle")
            # Few colours: a picture of a page stays small enough to be read over a phone.
            taken = Image.open(io.BytesIO(page.screenshot())).convert(
                "P", palette=Image.Palette.ADAPTIVE, colors=128
            )
            taken.save(HERE / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")

"""The picture that other sites show beside a link to a page of ours: our mark, 1200 x 630, and no word.

It is the same for every page, so that no report's words are ever in a picture. To draw it anew:
`.venv/bin/python -m lapor.ui.preview`.
"""

from __future__ import annotations

from pathlib import Path

import typst

PICTURE = Path(__file__).parent / "static" / "ui" / "preview.png"
MARK = Path(__file__).parent / "templates" / "ui" / "mark.html"
# Of tokens.css.
CANVAS, INK, RED = "#F7F5F2", "#1E2328", "#A61C28"
PAGE = f"""
#set page(width: 600pt, height: 315pt, margin: 0pt, fill: rgb("{CANVAS}"))
#place(bottom, rect(width: 100%, height: 14pt, fill: rgb("{RED}")))
#align(center + horizon, image(bytes(sys.inputs.mark), format: "svg", width: 400pt))
"""
# Two dots a point: 1200 x 630.
DOTS_PER_INCH = 144


def draw() -> bytes:
    """The PNG, from the same paths as the mark in the head of each page."""
    mark = MARK.read_text().replace('<svg class="mark"', '<svg xmlns="http://www.w3.org/2000/svg"')
    stroke = f'fill="none" stroke="{INK}" stroke-width="5"'
    mark = mark.replace('class="mark-ink"', stroke).replace('class="mark-bang"', f'fill="{RED}"')
    made = typst.compile(PAGE.encode(), format="png", ppi=DOTS_PER_INCH, sys_inputs={"mark": mark})
    return bytes(made)


if __name__ == "__main__":
    PICTURE.write_bytes(draw())

"""What axe-core has against a page, in a fraction of the time it would take to look at each row of a long table.

Two thirds of axe's time goes into the contrast of words, worked out for every element that has any, though one row is
coloured as the next. So of all elements that look the same, contrast is checked at the first two and the last: of one
tag and class, with the same colours, size, weight and shadow, on the same grounds all the way up. Every other rule is
checked at every element; and contrast too, at every one, by `make thorough`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.sampling import thorough

AXE = Path(__file__).parents[2] / "api" / "pages" / "static" / "vendor" / "axe.min.js"
_EVERY_WORD = "*"
_MARKED = "[data-contrast]"
_MARK_EACH_LOOK = """
() => {
  document.querySelectorAll('[data-contrast]').forEach(one => one.removeAttribute('data-contrast'));
  const grounds = new Map([[null, '']]);  // what lies behind an element's words, and what is done to them
  const alike = new Map();
  const plain = 'rgba(0, 0, 0, 0) none 1 static visible auto none none normal visible';
  for (const one of document.querySelectorAll('*')) {
    const has = getComputedStyle(one);
    const own = [has.backgroundColor, has.backgroundImage, has.opacity, has.position, has.overflow, has.clip,
                 has.clipPath, has.filter, has.mixBlendMode, has.visibility].join(' ');
    const ground = grounds.get(one.parentElement) + (own === plain ? '' : own + ';');
    grounds.set(one, ground);
    const worded = ['INPUT', 'SELECT', 'TEXTAREA'].includes(one.tagName)
      || Array.from(one.childNodes).some(held => held.nodeType === Node.TEXT_NODE && held.data.trim());
    if (!worded || !one.checkVisibility() || !one.getClientRects().length) continue;
    const look = [one.tagName, one.className, one.disabled, has.color, has.fontSize, has.fontWeight, has.textShadow,
                  has.display, ground].join('|');
    alike.has(look) ? alike.get(look).push(one) : alike.set(look, [one]);
  }
  for (const ones of alike.values()) {
    for (const one of [ones[0], ones[1], ones.at(-1)]) one?.setAttribute('data-contrast', '');
  }
}
"""


def violations(page: Page) -> list[Any]:
    """What axe finds against a page, each rule with the elements."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        worded = _EVERY_WORD if thorough() else _MARKED
        page.evaluate("chosen => axe.configure({rules: [{id: 'color-contrast', selector: chosen}]})", worded)
    if not thorough():
        page.evaluate(_MARK_EACH_LOOK)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        (one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found["violations"]
    ]  # fmt: skip

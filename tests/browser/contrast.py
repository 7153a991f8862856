"""How well text can be read: its contrast with what is behind it, as WCAG 2.2 defines it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator

# Success criterion 1.4.3: text of normal size.
LEAST_CONTRAST = 4.5

# Each piece of text within an element; translucent colours are laid over what is behind them.
TEXTS = """
element => {
  const parse = (colour) => {
    const [r, g, b, alpha = 1] = (colour.match(/[\\d.]+/g) || []).map(Number);
    return [r, g, b, alpha];
  };
  const over = ([r, g, b, alpha], behind) =>
    [r, g, b].map((part, at) => part * alpha + behind[at] * (1 - alpha));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (node) => {
    if (!node) return [255, 255, 255];
    const behind = () => background(node.parentNode || node.host);
    if (!(node instanceof Element)) return behind();
    const own = parse(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : own[3] === 0 ? behind() : over(own, behind());
  };
  const texts = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim()) continue;
    const colour = getComputedStyle(text.parentElement).color;
    const behind = background(text.parentElement);
    const pair = [luminance(behind), luminance(over(parse(colour), behind))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    texts.push([text.data, colour, contrast]);
  }
  return texts;
}
"""


@dataclass(frozen=True)
class Text:
    """A piece of text as it is seen."""

    words: str
    colour: str
    contrast: float


def texts_in(element: Locator) -> list[Text]:
    """Every piece of text within an element."""
    return [Text(*one) for one in element.evaluate(TEXTS)]


def assert_legible(element: Locator) -> None:
    """All text within an element keeps the least contrast."""
    pale = [text for text in texts_in(element) if text.contrast < LEAST_CONTRAST]
    assert not pale, pale

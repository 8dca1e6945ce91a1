"""How well the texts of a web page stand out."""

from __future__ import annotations

# The contrast of every text with what is painted behind it, as WCAG 2.2 has it.
CONTRASTS = """() => {
  const rgba = (color) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => {
    const [r, g, b] = color.slice(0, 3).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] || !element.parentElement ? own : ground(element.parentElement);
  };
  return [...document.querySelectorAll("body *")].filter((element) =>
    !element.closest("script, video") && element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
  ).map((element) => {
    const style = getComputedStyle(element);
    const ink = rgba(element.closest("svg") ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(element))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), element.outerHTML.slice(0, 90)];
  });
}"""

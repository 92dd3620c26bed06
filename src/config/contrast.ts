/** Returns the contrast ratio of a colour `#rrggbb` to white (WCAG 2.2, "contrast ratio"), from 1 to 21. */
export function whiteContrastOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => linear(colour.slice(start, start + 2)));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05);
}

/** Returns the linear part of an sRGB channel in two hexadecimal digits (WCAG 2.2, "relative luminance"). */
function linear(digits: string): number {
  const channel = parseInt(digits, 16) / 255;
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** What `search_letters` tells apart, a bit for each from the lowest on. */
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The bit that `search_letters` has where the search text holds this text; null for what is not a single letter or digit. */
export function letterBit(text: string): number | null {
  const place = text.length === 1 ? letters.indexOf(text.toLowerCase()) : -1;
  return place < 0 ? null : 2 ** place;
}

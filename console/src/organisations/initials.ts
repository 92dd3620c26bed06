const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A letter, a number or a picture: what an initial can be. */
const beginning = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Returns one or two characters that stand for a name where it has no logo, such as `SB` for `Sample Bank plc`. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).flatMap((word) => {
    const start = word.search(beginning);
    return start === -1 ? [] : [word.slice(start)];
  });
  const initials = words.slice(0, 2).map(firstGrapheme).join('');
  return (initials === '' ? firstGrapheme(name.trim()) : initials).toUpperCase();
}

/** Letters with their marks and composed emoji are one grapheme of several code points. */
function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return '';
}

const firstKey = /^\{\s*"(?:[^"\\]|\\.)*"/;

/**
 * Where within the text of an element that never ends the next element seems to begin: the place of the comma before
 * it, or null. Records of one file are laid out alike, so it is looked for by the white space (`gap`) and the first key
 * that this element itself begins with. On one line nested objects look the same, so there only OrganisationId counts.
 */
export function findNextRecord(element: string, gap: string): number | null {
  const opening = firstKey.exec(element)?.[0];
  if (opening === undefined) return null;
  if (!gap.includes('\n') && !opening.endsWith('"OrganisationId"')) return null;
  const layout = gap.includes('\n') ? escape(gap) : '[ \\t]*';
  const next = new RegExp(`,${layout}(?=${escape(opening)})`).exec(element);
  return next === null ? null : next.index;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

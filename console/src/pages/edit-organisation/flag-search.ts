import type { Flag } from 'organisations-directory-client';

/** Returns the flags that contain each word of the search, whatever its case and accents. */
export function matchingFlags<Searched extends Pick<Flag, 'Name' | 'Value' | 'Description'>>(
  flags: readonly Searched[],
  search: string,
): readonly Searched[] {
  const words = folded(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return flags;
  return flags.filter(({ Name, Value, Description }) => {
    const text = folded([Name, Value, Description].join(' '));
    return words.every((word) => text.includes(word));
  });
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

import { shortened } from '../errors/shortened.js';

/** Returns the sentence for an unknown query parameter: the known ones, and the right spelling where it is near. */
export function unknownParameter(name: string, known: readonly string[]): string {
  const names = known.length === 0 ? 'there are none here' : `known are ${known.join(', ')}`;
  const sentence = `${shortened(name)} is not a known parameter; ${names}`;
  // axios and PHP write a list as `sort[]=a&sort[]=b`.
  const [base = ''] = name.split('[', 1);
  if (base !== name && known.includes(base)) return `${sentence}; write ${base} without brackets`;
  const near = nearest(name, known);
  return near === undefined ? sentence : `${sentence}; write ${near}`;
}

/** Returns the sentence for an unknown field of a body, with the right spelling where it is near. */
export function unknownField(name: string, known: Iterable<string>): string {
  const sentence = `${shortened(name)} is not a known field`;
  const near = nearest(name, [...known]);
  return near === undefined ? sentence : `${sentence}; write ${near}`;
}

/** The known name that differs only in letter case, hyphens and underscores. */
function nearest(name: string, known: readonly string[]): string | undefined {
  return known.find((one) => folded(one) === folded(name));
}

function folded(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

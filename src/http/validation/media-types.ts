/** A media type or range of a header (RFC 9110 §8.3.1), in lower case. */
interface MediaType {
  readonly type: string;
  /** Values without quotes, in order of appearance. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Media ranges that match JSON, most specific first (RFC 9110 §12.5.1). `*` alone is an old form of the last one. */
const jsonRanges: readonly (readonly string[])[] = [['application/json'], ['application/*'], ['*/*', '*']];

/** Names of UTF-8. `utf8` is no registered name, but many clients send it. */
const utf8Names: readonly string[] = ['utf-8', 'utf8'];

/**
 * Returns true if an Accept header accepts JSON in UTF-8. The most specific matching range decides; q=0 excludes. Other
 * parameters are ignored.
 */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const ranges = split(accept, ',').map(parse).filter(isUtf8);
  for (const names of jsonRanges) {
    const matching = ranges.filter(({ type }) => names.includes(type));
    if (matching.length > 0) return matching.some((range) => qualityOf(range) > 0);
  }
  return false;
}

/**
 * Returns true if an Accept header names Server-Sent Events, with a weight that is at least that of JSON. A wildcard does
 * not name them: those who send one expect JSON.
 */
export function prefersEventStream(accept: string | undefined): boolean {
  const ranges = split(accept ?? '', ',')
    .map(parse)
    .filter(isUtf8);
  const weightOf = (name: string): number =>
    Math.max(0, ...ranges.filter(({ type }) => type === name).map(qualityOf));
  const weight = weightOf(eventStreamType);
  return weight > 0 && weight >= weightOf(jsonType);
}

/** Server-Sent Events (WHATWG HTML, 9.2). */
export const eventStreamType = 'text/event-stream';
export const jsonType = 'application/json';
/** JSON Merge Patch (RFC 7396). */
export const mergePatchType = 'application/merge-patch+json';

/** Returns true for one of the types without a charset or with UTF-8. Other parameters are ignored. */
export function isOneOfTypes(contentType: string | undefined, types: readonly string[]): boolean {
  const mediaType = parse(contentType ?? '');
  return types.includes(mediaType.type) && isUtf8(mediaType);
}

/** Returns true for `application/json` without a charset or with UTF-8. Other parameters are ignored. */
export function isJson(contentType: string | undefined): boolean {
  return isOneOfTypes(contentType, [jsonType]);
}

/** Returns true for `type/subtype` with any parameters. */
export function isWellFormedMediaType(contentType: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;.*)?$/.test(contentType);
}

function isUtf8({ parameters }: MediaType): boolean {
  return parameters.every(([name, value]) => name !== 'charset' || utf8Names.includes(value));
}

/** The weight of a media range, from 0 to 1; an invalid one counts as 0. */
function qualityOf({ parameters }: MediaType): number {
  const weight = parameters.find(([name]) => name === 'q');
  if (weight === undefined) return 1;
  const quality = Number(weight[1]);
  return quality > 0 && quality <= 1 ? quality : 0;
}

function parse(text: string): MediaType {
  const [type = '', ...parameters] = split(text, ';');
  return {
    type: type.trim().toLowerCase(),
    parameters: parameters.map((parameter) => {
      const [name = '', ...value] = parameter.split('=');
      return [name.trim().toLowerCase(), unquoted(value.join('=').trim().toLowerCase())] as const;
    }),
  };
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1')
    : value;
}

/** Splits at a separator outside quoted strings, in linear time (RFC 9110 §5.6.4). */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) index += 1;
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}

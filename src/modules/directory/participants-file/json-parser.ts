import { JSONParser } from '@streamparser/json';

type Options = ConstructorParameters<typeof JSONParser>[0];

/**
 * Returns a streaming parser that keeps U+FEFF at the beginning of a text. The library's own decoder takes it for a byte
 * order mark and drops it, so that a file of this directory would not come round unchanged.
 * @throws Error if the library keeps its decoder elsewhere
 */
export function newJsonParser(options: Options): JSONParser {
  const parser = new JSONParser(options);
  const texts: unknown = memberOf(memberOf(parser, 'tokenizer'), 'bufferedString');
  if (!(memberOf(texts, 'decoder') instanceof TextDecoder))
    throw new Error('The JSON parser has no decoder of texts.');
  Reflect.set(texts as object, 'decoder', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }));
  return parser;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

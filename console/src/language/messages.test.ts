import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import english from './messages/en.ts';

type Tree = Readonly<Record<string, unknown>>;

const folder = join(__dirname, 'messages');
const others = readdirSync(folder)
  .filter((name) => name !== 'en.ts')
  .map((name) => name.replace(/\.ts$/, ''));

const isMessage = (value: unknown): value is (...parameters: unknown[]) => string =>
  typeof value === 'function';

/** Returns each message with its path, such as `common.loading`; a message with parameters as its result for 2. */
function textsOf(tree: Tree, path: readonly string[] = []): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const place = [...path, key];
    if (typeof value === 'object' && value !== null) return textsOf(value as Tree, place);
    return [[place.join('.'), isMessage(value) ? value(2, 3, 4) : String(value)]];
  });
}

describe('the messages of the console', () => {
  it.each(others)('has every message of English in %s, and no other', async (locale) => {
    const { default: messages } = (await import(`./messages/${locale}.ts`)) as { default: Tree };
    expect(textsOf(messages).map(([key]) => key)).toEqual(textsOf(english).map(([key]) => key));
  });

  it.each(others)('leaves no message of %s empty', async (locale) => {
    const { default: messages } = (await import(`./messages/${locale}.ts`)) as { default: Tree };
    expect(textsOf(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('translates every message of two words and more into Portuguese', async () => {
    const { default: portuguese } = await import('./messages/pt-BR.ts');
    const translations = new Map(textsOf(portuguese));
    const untranslated = textsOf(english)
      .filter(([key, text]) => translations.get(key) === text && /\p{L}+ \p{L}+/u.test(text))
      .map(([key]) => key);
    expect(untranslated).toEqual([]);
  });
});

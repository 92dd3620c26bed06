import { signal } from '@preact/signals';
import { locale } from './locale.ts';
import english, { type Messages } from './messages/en.ts';

const storageKey = 'console.language';

/** Every file of messages/ is a language; its name is the locale (BCP 47). */
const files = import.meta.glob<{ default: Messages }>('./messages/*.ts');
const localeOf = (path: string): string => path.replace(/^.*\/(.+)\.ts$/, '$1');

/** The locales of the console. */
export const locales: readonly string[] = Object.keys(files).map(localeOf);

const messages = signal<Messages>(english);

/** Returns the messages of the present language; a component that calls it is drawn again with another language. */
export function t(): Messages {
  return messages.value;
}

/** Shows the page in a language, and remembers it for the next visit. */
export async function chooseLanguage(next: string): Promise<void> {
  await show(next);
  localStorage.setItem(storageKey, next);
}

/** Shows the language of the last visit, or else the first that the browser prefers. */
export async function startLanguage(): Promise<void> {
  const wanted = [localStorage.getItem(storageKey) ?? '', ...navigator.languages];
  await show(wanted.map(bestMatch).find((match) => match !== null) ?? locale.value);
}

/** `pt-PT` finds `pt-BR`: another variety of a language is better than another language. */
function bestMatch(wanted: string): string | null {
  const language = wanted.split('-')[0];
  return (
    locales.find((one) => one === wanted) ?? locales.find((one) => one.split('-')[0] === language) ?? null
  );
}

async function show(next: string): Promise<void> {
  const load = files[`./messages/${next}.ts`];
  if (load === undefined) return;
  messages.value = (await load()).default;
  locale.value = next;
  document.documentElement.lang = next;
}

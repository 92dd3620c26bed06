import type { WebhookCreate } from 'organisations-directory-client';

/** The place in the log at which a webhook begins. */
export type Start = 'now' | 'beginning' | 'position';

export const webhookFields = [
  'Url',
  'Description',
  'OrganisationIds',
  'Operations',
  'Start',
  'Position',
] as const;
export type WebhookField = (typeof webhookFields)[number];
export type WebhookValues = Readonly<Record<WebhookField, string>>;
type Operation = NonNullable<WebhookCreate['Operations']>[number];

export const newWebhookValues: WebhookValues = {
  Url: '',
  Description: '',
  OrganisationIds: '',
  Operations: '',
  Start: 'now',
  Position: '',
};

/** Returns the words of a text, which white space, commas or semicolons separate. */
export function wordsIn(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

/** Returns a text of words with one word put in or taken out, in the order of all words. */
export function withWord(text: string, word: string, isIn: boolean, all: readonly string[]): string {
  const present = new Set(wordsIn(text));
  if (isIn) present.add(word);
  else present.delete(word);
  return all.filter((one) => present.has(one)).join(' ');
}

/** Returns the `After` of a request; null: from now on. */
export function afterOf({ Start, Position }: Pick<WebhookValues, 'Start' | 'Position'>): string | null {
  if (Start === 'beginning') return '0';
  return Start === 'position' ? Position.trim() : null;
}

/** Returns the request for the values of the form; what is empty is left out, and means everything. */
export function requestOf(
  values: WebhookValues,
  isOperation: (word: string) => word is Operation,
): WebhookCreate {
  const ids = wordsIn(values.OrganisationIds);
  const operations = wordsIn(values.Operations).filter(isOperation);
  const after = afterOf(values);
  return {
    Url: values.Url.trim(),
    ...(values.Description === '' ? {} : { Description: values.Description }),
    ...(ids.length === 0 ? {} : { OrganisationIds: [...new Set(ids)] }),
    ...(operations.length === 0 ? {} : { Operations: operations }),
    ...(after === null ? {} : { After: after }),
  };
}

import type { WebhookCreate } from 'organisations-directory-client';
import { type FieldSchema, requestSchemas } from 'virtual:openapi';

type Operation = NonNullable<WebhookCreate['Operations']>[number];

/** Returns what the OpenAPI document says about a field of a new webhook. */
export function ruleOf(field: keyof WebhookCreate): FieldSchema {
  return requestSchemas.WebhookCreateRequest?.properties[field] ?? {};
}

/** The kinds of change that a webhook can be limited to. */
export const operations: readonly string[] = (ruleOf('Operations').items?.enum ?? []).filter(
  (word) => word !== null,
);

export const isOperation = (word: string): word is Operation => operations.includes(word);

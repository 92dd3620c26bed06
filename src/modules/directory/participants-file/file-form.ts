import { JsonSplitter } from './json-splitter.js';
import { LineSplitter } from './line-splitter.js';
import type { JsonObject, RecordSplitter } from './raw-record.js';

/**
 * The place of the records in a file: on lines of their own, or in a JSON document at a selector such as `$.*` (the items
 * of a list), `$.data.*` (of a list under a member), `$` (the document itself, or several in a row).
 */
export type FileForm = { readonly kind: 'lines' } | { readonly kind: 'json'; readonly selector: string };

/** The members under which an object may hold the list, in lower case. */
const wrappers: ReadonlySet<string> = new Set([
  'payload',
  'data',
  'content',
  'participants',
  'organisations',
]);

/** One of these keys makes an object an organisation, however wrong the rest of it is. */
const organisationKeys: ReadonlySet<string> = new Set([
  'OrganisationId',
  'OrganisationName',
  'LegalEntityName',
]);

export function isWrapper(key: string): boolean {
  return wrappers.has(key.toLowerCase());
}

export function isOrganisationKey(key: string): boolean {
  return organisationKeys.has(key);
}

export function isOrganisation(object: JsonObject): boolean {
  return Object.keys(object).some(isOrganisationKey);
}

/** @param offset the place of the first chunk in the content, in bytes */
export function splitterOf(form: FileForm, offset: number): RecordSplitter {
  return form.kind === 'lines' ? new LineSplitter() : new JsonSplitter(form.selector, offset);
}

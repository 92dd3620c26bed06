import type { ChangeEntry } from 'organisations-directory-client';
import { directory } from '../directory/directory.ts';
import { NameCache } from './name-cache.ts';

/** Names of organisations by id. */
export const organisationNames = new NameCache(async (id) => {
  const { value } = await directory.organisations.get(id);
  return value.OrganisationName;
});

/** Names and values of flags by id. */
export const flagNames = new NameCache(async (id) => {
  const { Name, Value } = (await directory.flags.get(id)).value;
  return `${Name}: ${Value}`;
});

/**
 * Takes names from entries, so that they need not be read.
 * @param isNew false for entries that are earlier than those that were read before
 */
export function learnNames(entries: readonly ChangeEntry[], isNew: boolean): void {
  for (const entry of isNew ? entries : entries.toReversed()) {
    const { OrganisationId: id } = entry;
    const name = entry.Changes.find(({ Field }) => Field === 'OrganisationName')?.New;
    if (id === undefined || typeof name !== 'string') continue;
    if (isNew) organisationNames.set(id, name);
    else organisationNames.setIfUnknown(id, name);
  }
}

import type { ChangeEntry } from '../changes/change-entry.js';
import type { Flag, Organisation } from '../schemas.js';

/** The members of an organisation in the published order, for a directory that has none yet. */
export const organisationFields = [
  'OrganisationId',
  'Status',
  'OrganisationName',
  'CreatedOn',
  'LegalEntityName',
  'CountryOfRegistration',
  'CompanyRegister',
  'Size',
  'RegistrationNumber',
  'RegistrationId',
  'RegisteredName',
  'AddressLine1',
  'AddressLine2',
  'City',
  'Postcode',
  'Country',
  'ParentOrganisationReference',
  'RequiresParticipantTermsAndConditionsSigning',
  'LogoUri',
  'Flags',
] as const satisfies readonly (keyof Organisation)[];

/**
 * Returns the organisation after an entry, with the members and the order of `fields`. Changes of other things, such as
 * administrators, leave it as it is.
 * @param present null for an organisation that the entry creates: a field that it does not name is null
 * @param flagsOf returns the flags of these ids as the directory shows them
 */
export function applyChange(
  present: Organisation | null,
  entry: ChangeEntry,
  fields: readonly string[],
  flagsOf: (ids: readonly string[]) => Flag[],
): Organisation {
  const changed = new Map(entry.Changes.map(({ Field, New }) => [Field, New]));
  const before: Record<string, unknown> = {
    ...(present ?? { OrganisationId: entry.OrganisationId, Flags: [] }),
  };
  const members = fields.map((field): [string, unknown] => {
    const value = changed.has(field) ? changed.get(field) : (before[field] ?? null);
    return [field, field === 'Flags' && changed.has(field) ? flagsOf(textsIn(value)) : value];
  });
  return Object.fromEntries(members) as unknown as Organisation;
}

/** Returns the ids of the flags that entries put on organisations. */
export function flagIdsIn(entries: readonly ChangeEntry[]): string[] {
  const changes = entries.flatMap(({ Changes }) => Changes).filter(({ Field }) => Field === 'Flags');
  return changes.flatMap(({ New }) => textsIn(New));
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

import type { OrganisationRecord } from '../organisations/organisation.fields.js';
import { toOrganisationResponse } from '../organisations/organisation.mapper.js';

/** A flag of the public file. */
export interface PublicFlag {
  readonly name: string;
  readonly value: string;
}

/** An organisation of the public file, its flags by name and value in code-point order. */
export interface Participant {
  readonly organisation: Omit<OrganisationRecord, 'flags'>;
  readonly flags: readonly PublicFlag[];
}

/**
 * A participant as JSON text: all 19 fields, then Flags as a map of name to values. The map is written name by name,
 * because an object would put names that look like numbers first.
 */
export function toParticipantJson({ organisation, flags }: Participant): string {
  const fields = { ...toOrganisationResponse({ ...organisation, flags: [] }), Flags: undefined };
  const valuesByName = new Map<string, string[]>();
  for (const { name, value } of flags) valuesByName.set(name, [...(valuesByName.get(name) ?? []), value]);
  const map = [...valuesByName].map(([name, values]) => `${JSON.stringify(name)}:${JSON.stringify(values)}`);
  return `${JSON.stringify(fields).slice(0, -1)},"Flags":{${map.join(',')}}}`;
}

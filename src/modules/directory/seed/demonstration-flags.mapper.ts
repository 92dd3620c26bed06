import type { JsonObject } from '../participants-file/raw-record.js';

/** Name, value and access level of each flag of the demonstration set: one name has several values. */
const flags: readonly (readonly [name: string, value: string, accessLevel: number])[] = [
  ['Company kind', 'Bank', 0],
  ['Company kind', 'Insurer', 0],
  ['Company kind', 'Broker', 0],
  ['Company kind', 'Payment institution', 0],
  ['Regulatory permission', 'Account information', 0],
  ['Regulatory permission', 'Payment initiation', 0],
  ['Supervision', 'Enhanced', 5],
  ['Review', 'Due this year', 10],
];

const createdAt = '2023-01-02T08:00:00.000Z';

/** One of the eight flags, as this API shows flags. */
export function demonstrationFlag(index: number): JsonObject {
  const [name, value, accessLevel] = flags[index % flags.length] ?? ['Company kind', 'Bank', 0];
  return {
    Id: `f1a90000-0000-4000-8000-00000000000${index % flags.length}`,
    CreatedAt: createdAt,
    UpdatedAt: createdAt,
    Name: name,
    Description: `A flag of the demonstration set: ${name}, ${value}`,
    Type: 'Organisation',
    Value: value,
    Status: 'Active',
    AccessLevel: accessLevel,
  };
}

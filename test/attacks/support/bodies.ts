import fc from 'fast-check';
import { developmentApiKey } from '../../../src/config/notify-config.js';
import { objectOf, writableProperties } from './generated-requests.js';
import { type Operation, pathOf } from './operations.js';
import { idsNamed, type World } from './world.js';

/** Unique fields, and functions that return an unused value. */
const unique: Readonly<Record<string, (number: number) => string>> = {
  OrganisationId: (number) => `new-${number}`,
  UserEmail: (number) => `new-${number}@bank.example`,
  Value: (number) => `new ${number}`,
  email_address: (number) => `new-${number}@example.gov.uk`,
  filename: (number) => `new-${number}`,
  name: (number) => `new ${number}`,
};

/**
 * Returns a valid body with all known fields; deterministic for a seed, except for fields that must be unique.
 * @param number index of the request, for the unique values
 */
export function wholeBody(
  world: World,
  { body, template }: Operation,
  seed: number,
  number = seed,
): Record<string, unknown> {
  if (body === null) return {};
  const fields = writableProperties(body).map(([name]) => name);
  const [sample] = fc.sample(objectOf(world, { ...body, required: fields }, template), { numRuns: 1, seed });
  const fresh = fields.flatMap((field) => {
    const value = unique[field]?.(number);
    return value === undefined ? [] : [[field, value] as const];
  });
  // A branding has only one of the two fields.
  const without = fields.includes('alt_text') ? { text: null } : {};
  return { ...sample, ...Object.fromEntries(fresh), ...without };
}

/** Returns the path of an operation with existing ids; of each kind the one at `place`. */
export function pathTo(world: World, { template, parameters }: Operation, place = 0): string {
  const values = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name }) => [name, idsNamed(world, name, template)[place] ?? name] as const);
  return pathOf({ template }, Object.fromEntries(values));
}

/** Returns the Authorization of an operation: the token for the directory, the API key for Notify. */
export function authorizationFor({ api }: Operation, directoryToken: string): string {
  return `Bearer ${api === 'directory' ? directoryToken : developmentApiKey}`;
}

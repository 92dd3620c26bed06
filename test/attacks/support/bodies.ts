import fc from 'fast-check';
import { developmentApiKey } from '../../../src/config/notify-config.js';
import { objectOf } from './generated-requests.js';
import { type Operation, pathOf } from './operations.js';
import { idsNamed, type World } from './world.js';

/** Fields of which there may be one of a kind, and a value that nothing has yet. */
const unique: Readonly<Record<string, (number: number) => string>> = {
  OrganisationId: (number) => `new-${number}`,
  UserEmail: (number) => `new-${number}@bank.example`,
  Value: (number) => `new ${number}`,
  email_address: (number) => `new-${number}@example.gov.uk`,
  filename: (number) => `new-${number}`,
  name: (number) => `new ${number}`,
};

/**
 * A body that an operation takes, with every field that it knows; the same for the same seed, but for what must be new.
 * @param number of the request, whichever body it has
 */
export function wholeBody(
  world: World,
  { body, template }: Operation,
  seed: number,
  number = seed,
): Record<string, unknown> {
  if (body === null) return {};
  const fields = Object.keys(body.properties ?? {});
  const [sample] = fc.sample(objectOf(world, { ...body, required: fields }, template), { numRuns: 1, seed });
  const fresh = fields.flatMap((field) => {
    const value = unique[field]?.(number);
    return value === undefined ? [] : [[field, value] as const];
  });
  // A branding has one of the two.
  const without = fields.includes('alt_text') ? { text: null } : {};
  return { ...sample, ...Object.fromEntries(fresh), ...without };
}

/** The path of an operation to things that there are; of each kind the one at `place`. */
export function pathTo(world: World, { template, parameters }: Operation, place = 0): string {
  const values = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name }) => [name, idsNamed(world, name, template)[place] ?? name] as const);
  return pathOf({ template }, Object.fromEntries(values));
}

/** The Authorization of an operation: this token for the Directory, the key of the Notify API for that. */
export function authorizationFor({ api }: Operation, directoryToken: string): string {
  return `Bearer ${api === 'directory' ? directoryToken : developmentApiKey}`;
}

import { ConstraintViolation } from '../../../database/database-errors.js';
import { RuleBroken } from '../errors/notify-problems.js';

/** The unique constraints on a service's name and on its normalised name. */
export const serviceNameKeys: readonly string[] = ['service_name_key', 'service_normalised_name_key'];

/**
 * Returns the name in lower case without accents, with dots for white space, and only letters, digits and dots: the local
 * part of the sender's address, and the form in which names are compared (the peer's rule). Empty for a name without
 * letters and digits.
 */
export function normalisedName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .trim()
    .replace(/\s+/gu, '.')
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .toLowerCase()
    .replace(/\.{2,}/g, '.')
    .replace(/^\.|\.$/g, '');
}

/**
 * Runs `work`, which writes a service's name.
 * @throws RuleBroken if another service has the name; any other error of `work`
 */
export async function translateNameTaken<Result>(
  name: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (
      name === undefined ||
      !(error instanceof ConstraintViolation && serviceNameKeys.includes(error.constraint))
    )
      throw error;
    throw new RuleBroken({ name: [`Duplicate service name '${name}'`] });
  }
}

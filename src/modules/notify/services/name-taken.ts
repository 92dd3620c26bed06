import { ConstraintViolation } from '../../../database/database-errors.js';
import { RuleBroken } from '../errors/notify-problems.js';

const nameKeys = ['service_name_key', 'service_normalised_name_key'];

/** Whether a row was refused because another service has its name, or one that normalises to the same. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof ConstraintViolation && nameKeys.includes(error.constraint);
}

/**
 * Runs what gives a service a name.
 * @throws RuleBroken where another service has it; whatever else `work` throws
 */
export async function underName<Result>(
  name: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (name !== undefined && isNameTaken(error))
      throw new RuleBroken({ name: [`Duplicate service name '${name}'`] });
    throw error;
  }
}

import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import { Invalid } from '../../../http/errors/problem.js';
import type { Caller } from '../auth/caller.js';
import type { Flag } from './flag.fields.js';
import { FlagsRepository } from './flags.repository.js';

/** Finds the flags that can be put on an organisation. */
@Injectable()
export class FlagAssignment {
  constructor(private readonly flags: FlagsRepository) {}

  /**
   * The named flags, in their fixed order, held so that none of them can be deactivated before the transaction ends.
   * A flag above the caller's clearance is answered like an unknown one.
   * @throws Invalid naming each that is not an Active flag of Type Organisation
   */
  async lockAssignable(transaction: Queryable, flagIds: readonly string[], caller: Caller): Promise<Flag[]> {
    if (flagIds.length === 0) return [];
    return assignableFlags(await this.flags.lockShared(transaction, flagIds), flagIds, caller);
  }
}

/**
 * Returns the flags found, if the caller can put each named flag on an organisation.
 * @throws Invalid naming each that is not an Active flag of Type Organisation
 */
export function assignableFlags(found: readonly Flag[], flagIds: readonly string[], caller: Caller): Flag[] {
  const assignable = found.filter(
    (flag) =>
      flag.type === 'Organisation' && flag.status === 'Active' && flag.accessLevel <= caller.flagClearance,
  );
  const known = new Set(assignable.map((flag) => flag.flagId));
  const faults = flagIds
    .filter((flagId) => !known.has(flagId))
    .map((flagId) => `Flags names ${flagId}, which is not an Active flag of Type Organisation`);
  if (faults.length > 0) throw new Invalid(faults);
  return assignable;
}

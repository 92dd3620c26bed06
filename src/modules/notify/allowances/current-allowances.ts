import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import { Clock } from '../clock.js';
import { AllowancesRepository } from './allowances.repository.js';
import { financialYearOf } from './financial-year.js';

/** Sets the allowances of the current financial year, by London time. */
@Injectable()
export class CurrentAllowances {
  constructor(
    private readonly allowances: AllowancesRepository,
    private readonly clock: Clock,
  ) {}

  /** Resets locked services to the default allowance of this year (contract section 2.3). */
  async resetToDefaults(transaction: Queryable, serviceIds: readonly string[]): Promise<void> {
    if (serviceIds.length === 0) return;
    await this.allowances.resetToDefaults(transaction, serviceIds, financialYearOf(this.clock.now()));
  }
}

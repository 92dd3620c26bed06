import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { londonDayOf } from '../allowances/financial-year.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { SchemaViolation } from '../errors/notify-problems.js';
import { maxInteger } from '../validation/number-rules.js';
import type { UsageFactRequest } from './usage-fact.dto.js';
import { toUsageFactFields, toUsageFactResponse } from './usage-fact.mapper.js';
import type { UsageFactResponse } from './usage-fact.response.dto.js';
import { UsageFactsRepository } from './usage-facts.repository.js';

/** Stores usage facts; the peer has no HTTP endpoint for that (contract section 4). */
@Injectable()
export class UsageFactsService {
  constructor(
    private readonly database: Database,
    private readonly facts: UsageFactsRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a fact. A repeated fact replaces the numbers, so a day can be reported every hour.
   * @throws SchemaViolation for a day that has not begun in London or too many units; ConstraintViolation for an unknown service
   */
  async keep(serviceId: string, request: UsageFactRequest, actor: Actor): Promise<UsageFactResponse> {
    const fact = toUsageFactFields(request);
    if (fact.bstDate > londonDayOf(this.clock.now()))
      throw new SchemaViolation([`bst_date ${fact.bstDate} is in the future`]);
    if (fact.billableUnits * fact.rateMultiplier > maxInteger)
      throw new SchemaViolation([`billable_units times rate_multiplier is greater than ${maxInteger}`]);
    return this.database.transaction(async (transaction) => {
      const row = await this.facts.upsert(transaction, serviceId, fact);
      await this.audit.record(transaction, actor, {
        entity: 'service',
        entityId: serviceId,
        operation: 'keep-usage',
        changes: { ...request },
      });
      return toUsageFactResponse(row);
    });
  }
}

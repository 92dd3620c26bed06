import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken, SchemaViolation } from '../errors/notify-problems.js';
import { parseWholeNumber } from '../validation/number-rules.js';
import type { AllowanceRequest } from './allowance.dto.js';
import { type AllowanceRow, toAllowanceResponse } from './allowance.mapper.js';
import type { AllowanceResponse } from './allowance.response.dto.js';
import { AllowancesRepository } from './allowances.repository.js';
import { financialYearOf, firstFinancialYear } from './financial-year.js';

/** The free SMS allowances of services (contract sections 2.3 and 4). */
@Injectable()
export class AllowancesService {
  constructor(
    private readonly database: Database,
    private readonly allowances: AllowancesRepository,
    private readonly audit: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the allowance of a financial year. The first read stores the default; concurrent reads store it once.
   * @param year as received; undefined: the current year
   * @throws RuleBroken for a year that is not a number from 2016 to the current year; NoResultFound
   */
  async get(serviceId: string, year: string | undefined, actor: Actor): Promise<AllowanceResponse> {
    const financialYear = this.yearOf(year);
    const known = await this.allowances.find(this.database, serviceId, financialYear);
    return toAllowanceResponse(known ?? (await this.setDefault(serviceId, financialYear, actor)));
  }

  /**
   * Sets the agreed allowance of the current financial year; it is the default of the next year too.
   * @throws SchemaViolation for another year; NoResultFound
   */
  async setCustom(serviceId: string, request: AllowanceRequest, actor: Actor): Promise<AllowanceResponse> {
    const financialYear = financialYearOf(this.clock.now());
    const { financial_year_start: named = financialYear } = request;
    if (named !== financialYear)
      throw new SchemaViolation([
        `financial_year_start ${named} is not the current financial year, ${financialYear}`,
      ]);
    return this.database.transaction(async (transaction) => {
      await this.lock(transaction, serviceId);
      const row = {
        financialYearStart: financialYear,
        freeSmsFragmentLimit: request.free_sms_fragment_limit,
      };
      await this.allowances.setCustom(transaction, serviceId, row);
      await this.record(transaction, actor, serviceId, 'set-allowance', row);
      return toAllowanceResponse(row);
    });
  }

  private yearOf(text: string | undefined): number {
    const current = financialYearOf(this.clock.now());
    if (text === undefined) return current;
    const year = parseWholeNumber(text);
    if (year === null || year < firstFinancialYear || year > current)
      throw new RuleBroken(`financial_year_start must be a year from ${firstFinancialYear} to ${current}`);
    return year;
  }

  private setDefault(serviceId: string, financialYear: number, actor: Actor): Promise<AllowanceRow> {
    return this.database.transaction(async (transaction) => {
      await this.lock(transaction, serviceId);
      const known = await this.allowances.find(transaction, serviceId, financialYear);
      if (known !== null) return known;
      await this.allowances.resetToDefaults(transaction, [serviceId], financialYear);
      const row = await this.allowances.find(transaction, serviceId, financialYear);
      if (row === null) throw new Error('the default allowance was not set');
      await this.record(transaction, actor, serviceId, 'set-default-allowance', row);
      return row;
    });
  }

  private async lock(transaction: Queryable, serviceId: string): Promise<void> {
    if (!(await this.allowances.lockService(transaction, serviceId))) throw new NoResultFound();
  }

  private async record(
    transaction: Queryable,
    actor: Actor,
    serviceId: string,
    operation: string,
    row: AllowanceRow,
  ): Promise<void> {
    const changes = { ...toAllowanceResponse(row) };
    await this.audit.record(transaction, actor, {
      entity: 'service',
      entityId: serviceId,
      operation,
      changes,
    });
  }
}

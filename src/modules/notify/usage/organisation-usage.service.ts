import { Injectable } from '@nestjs/common';
import { londonDayOf } from '../allowances/financial-year.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { parseWholeNumber } from '../validation/number-rules.js';
import { toOrganisationUsageResponse } from './organisation-usage.mapper.js';
import { OrganisationUsageRepository } from './organisation-usage.repository.js';
import type { OrganisationUsageResponse } from './organisation-usage.response.dto.js';

/** Years whose financial year has only dates with four-digit years, as the peer's dates have. */
const firstYear = 1;
const lastYear = 9_998;

/** Returns usage and cost of an organisation's services (contract section 1.12). */
@Injectable()
export class OrganisationUsageService {
  constructor(
    private readonly usage: OrganisationUsageRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the live services with their sums of a financial year, with two queries for any number of services.
   * @param year as received
   * @throws RuleBroken for a year that is missing, not a number or out of range; NoResultFound
   */
  async list(organisationId: string, year: string | undefined): Promise<OrganisationUsageResponse> {
    const financialYear = yearOf(year);
    if (!(await this.usage.hasOrganisation(organisationId))) throw new NoResultFound();
    const today = londonDayOf(this.clock.now());
    return toOrganisationUsageResponse(await this.usage.listServices(organisationId, financialYear, today));
  }
}

function yearOf(text: string | undefined): number {
  const year = parseWholeNumber(text ?? '');
  if (year === null || year < firstYear || year > lastYear) throw new RuleBroken('No valid year provided');
  return year;
}

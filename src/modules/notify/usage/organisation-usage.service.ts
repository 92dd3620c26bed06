import { Injectable } from '@nestjs/common';
import { londonDayOf } from '../allowances/financial-year.js';
import { Clock } from '../clock.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { parseWholeNumber } from '../validation/number-rules.js';
import { toOrganisationUsageResponse } from './organisation-usage.mapper.js';
import { OrganisationUsageRepository } from './organisation-usage.repository.js';
import type { OrganisationUsageResponse } from './organisation-usage.response.dto.js';

/** The years whose 1 April, and the 31 March after it, can be written with four digits, as the peer's dates are. */
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
   * The live services with their sums of a financial year. Runs two queries for any number of services.
   * @param year as it was sent
   * @throws RuleBroken for a year that is missing, no number or beyond all calendars; NoResultFound
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

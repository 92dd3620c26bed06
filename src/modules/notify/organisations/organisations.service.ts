import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { NotFound } from '../../../http/errors/problem.js';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Actor } from '../auth/actor.js';
import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import { BrandingPoolsRepository } from '../pools/branding-pools.repository.js';
import { planBranding } from './branding-plan.js';
import { domainCandidates } from './domain-candidates.js';
import type { OrganisationCreateRequest } from './organisation-create.dto.js';
import { toOrganisationChanges } from './organisation-fields.mapper.js';
import { OrganisationListsRepository } from './organisation-lists.repository.js';
import { toOrganisationResponse, toOrganisationSummary } from './organisation.mapper.js';
import type { OrganisationSearchResponse } from './organisation-search.response.dto.js';
import type { OrganisationSummaryResponse } from './organisation-summary.response.dto.js';
import type { OrganisationResponse } from './organisation.response.dto.js';
import { OrganisationsRepository } from './organisations.repository.js';
import { pageLinks } from './page-links.js';
import { readPage } from './page-parameters.js';

const missing = 'Missing data for required field.';

/** A part of the list, and how it is found among the others; null where it was asked for whole. */
export interface OrganisationList {
  readonly organisations: OrganisationSummaryResponse[];
  readonly links: string | null;
}

/** Reading organisations, and creating them. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly database: Database,
    private readonly organisations: OrganisationsRepository,
    private readonly lists: OrganisationListsRepository,
    private readonly pools: BrandingPoolsRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws NoResultFound */
  async get(organisationId: string): Promise<OrganisationResponse> {
    const organisation = await this.organisations.find(organisationId);
    if (organisation === null) throw new NoResultFound();
    return toOrganisationResponse(organisation);
  }

  /**
   * The organisation that owns the domain of a host, or the longest domain that the host lies in; an inactive one too
   * (contract section 1.3).
   */
  async findByDomain(host: string): Promise<OrganisationResponse | null> {
    const organisation = await this.organisations.findByDomains(domainCandidates(host));
    return organisation === null ? null : toOrganisationResponse(organisation);
  }

  /** @throws RuleBroken for what is no host, NotFound where nobody owns it */
  async getByDomain(domain: string | undefined): Promise<OrganisationResponse> {
    const host = requireParameter('domain', domain);
    if (host.includes('@')) throw new RuleBroken({ domain: ['Must be the part of an address after its @.'] });
    const organisation = await this.findByDomain(host);
    if (organisation === null) throw new NotFound('No organisation has this domain.');
    return organisation;
  }

  /** @throws RuleBroken where there is nothing to look for */
  async search(name: string | undefined): Promise<OrganisationSearchResponse> {
    const found = await this.lists.search(requireParameter('name', name));
    return { data: found.map(toOrganisationSummary) };
  }

  /**
   * All organisations, or a page of them where one of the parameters is there.
   * @throws RuleBroken for bad parameters
   */
  async list(number: string | undefined, size: string | undefined): Promise<OrganisationList> {
    const page = readPage(number, size);
    const { rows, total } = await this.lists.list(page);
    return {
      organisations: rows.map(toOrganisationSummary),
      links: page === null ? null : pageLinks(page, total),
    };
  }

  /**
   * The brandings of the NHS are the defaults of its organisations (contract section 1.5); those that are sent, of others.
   * @throws ConstraintViolation for a name that is taken, and for ids of nothing
   */
  async create(request: OrganisationCreateRequest, actor: Actor): Promise<OrganisationResponse> {
    const { email_branding_id, letter_branding_id, organisation_type: organisationType } = request;
    const id = randomUUID();
    const email = planBranding('email', { organisationType, sent: email_branding_id, present: null });
    const letter = planBranding('letter', { organisationType, sent: letter_branding_id, present: null });
    const brandings = { emailBrandingId: email.default, letterBrandingId: letter.default };
    const fields = { ...toOrganisationChanges(request), ...brandings };
    return this.database.transaction(async (transaction) => {
      const organisation = await this.organisations.insert(transaction, id, fields);
      await this.pools.add(transaction, 'email', id, email.pool);
      await this.pools.add(transaction, 'letter', id, letter.pool);
      const changes = { ...request, email_branding_id: email.default, letter_branding_id: letter.default };
      const entry = { entity: 'organisation', entityId: id, operation: 'create', changes } as const;
      await this.audit.record(transaction, actor, entry);
      return toOrganisationResponse(organisation);
    });
  }
}

/** @throws RuleBroken naming the parameter where it is missing, empty or no text that a database could hold */
function requireParameter(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new RuleBroken({ [name]: [missing] });
  if (value.includes('\u0000')) throw new RuleBroken({ [name]: ['Not a valid string.'] });
  return value;
}

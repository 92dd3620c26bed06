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
import { pageLinks, readPage } from './list-page.js';
import { OrganisationListsRepository } from './organisation-lists.repository.js';
import type {
  OrganisationCreateRequest,
  OrganisationResponse,
  OrganisationSearchResponse,
  OrganisationSummaryResponse,
} from './organisation.dto.js';
import {
  toOrganisationChanges,
  toOrganisationResponse,
  toOrganisationSummaryResponse,
} from './organisation.mapper.js';
import { OrganisationsRepository } from './organisations.repository.js';

const missing = 'Missing data for required field.';

/** The list or a page of it. `links` is its Link header, null for the whole list. */
export interface OrganisationList {
  readonly organisations: OrganisationSummaryResponse[];
  readonly links: string | null;
}

/** Reads and creates organisations. */
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
   * The organisation, active or not, that owns the host's domain or the longest domain above it (contract section 1.3).
   */
  async findByDomain(host: string): Promise<OrganisationResponse | null> {
    const organisation = await this.organisations.findByDomains(domainCandidates(host));
    return organisation === null ? null : toOrganisationResponse(organisation);
  }

  /** @throws RuleBroken if the domain is missing or malformed, NotFound if it has no owner */
  async getByDomain(domain: string | undefined): Promise<OrganisationResponse> {
    const host = requireParameter('domain', domain);
    if (host.includes('@')) throw new RuleBroken({ domain: ['Must be the part of an address after its @.'] });
    const organisation = await this.findByDomain(host);
    if (organisation === null) throw new NotFound('No organisation has this domain.');
    return organisation;
  }

  /** @throws RuleBroken if the name is missing */
  async search(name: string | undefined): Promise<OrganisationSearchResponse> {
    const found = await this.lists.search(requireParameter('name', name));
    return { data: found.map(toOrganisationSummaryResponse) };
  }

  /**
   * All organisations, or a page of them if a parameter is given.
   * @throws RuleBroken for bad parameters
   */
  async list(number: string | undefined, size: string | undefined): Promise<OrganisationList> {
    const page = readPage(number, size);
    const { rows, total } = await this.lists.list(page);
    return {
      organisations: rows.map(toOrganisationSummaryResponse),
      links: page === null ? null : pageLinks(page, total),
    };
  }

  /**
   * Creates an organisation. NHS types get the NHS brandings, other types those of the request (contract section 1.5).
   * @throws ConstraintViolation for a taken name or an unknown id
   */
  async create(request: OrganisationCreateRequest, actor: Actor): Promise<OrganisationResponse> {
    const organisationType = request.organisation_type;
    const id = randomUUID();
    const email = planBranding('email', { organisationType, sent: request.email_branding_id, present: null });
    const letter = planBranding('letter', {
      organisationType,
      sent: request.letter_branding_id,
      present: null,
    });
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

/** @throws RuleBroken if the parameter is missing, empty or has a NUL character */
function requireParameter(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new RuleBroken({ [name]: [missing] });
  if (value.includes('\u0000')) throw new RuleBroken({ [name]: ['Not a valid string.'] });
  return value;
}

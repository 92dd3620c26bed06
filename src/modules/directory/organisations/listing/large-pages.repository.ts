import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../../database/queryable.js';
import type { OrganisationRecord } from '../organisation.fields.js';
import { OrganisationsRepository } from '../organisations.repository.js';
import { Parameters } from '../parameters.js';
import { OrganisationPagesRepository } from './organisation-pages.repository.js';
import { keysStatement, type ListRequest } from './page-plan.js';

/** Organisations read by one statement: few enough that even those with large logos fit into memory. */
const batchSize = 250;

/** A page whose keys are being read. */
interface OpenPage {
  /** The first ids, in order. */
  readonly firstIds: readonly string[];
  /** Exact. */
  readonly totalSize: number;
}

/**
 * The only SQL of pages that are too large for memory. A cursor holds the place in their order, and each batch of
 * organisations is a statement of its own, so the time limit of a statement does not bound the page.
 */
@Injectable()
export class LargePagesRepository {
  constructor(
    private readonly pages: OrganisationPagesRepository,
    private readonly organisations: OrganisationsRepository,
  ) {}

  /** Opens the cursor of a page, once in each snapshot. */
  async open(snapshot: Queryable, request: ListRequest): Promise<OpenPage> {
    const parameters = new Parameters();
    const plan = await this.pages.plan(request, parameters);
    await snapshot.query(`DECLARE page NO SCROLL CURSOR FOR ${keysStatement(plan)}`, parameters.values);
    const rows = await this.fetch(snapshot);
    return { firstIds: idsIn(rows), totalSize: Number(rows[0]?.totalSize ?? 0) };
  }

  /** Yields the organisations of an open page in order, some at a time. */
  async *batches(
    snapshot: Queryable,
    { firstIds }: OpenPage,
    clearance: number,
  ): AsyncGenerator<OrganisationRecord[]> {
    for (let ids = firstIds; ids.length > 0; ids = idsIn(await this.fetch(snapshot)))
      yield this.organisations.listInOrder(snapshot, ids, clearance);
  }

  private fetch(snapshot: Queryable): Promise<KeyRow[]> {
    return snapshot.query<KeyRow>(`FETCH FORWARD ${batchSize} FROM page`);
  }
}

interface KeyRow {
  readonly totalSize: string;
  readonly organisationId: string | null;
}

function idsIn(rows: readonly KeyRow[]): string[] {
  return rows.flatMap(({ organisationId }) => organisationId ?? []);
}

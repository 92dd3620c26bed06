import type { Database, Queryable } from '../../../database/database.js';
import { readAhead } from '../../../database/read-ahead.js';
import { carriedFlags, type FlagJson, toFlags } from '../flags/flag-columns.js';
import { type OrganisationRecord, selectedColumns } from '../organisations/organisation.fields.js';
import type { FullOrganisation } from './full-organisation.js';

interface Row extends Omit<OrganisationRecord, 'flags'> {
  readonly flags: readonly FlagJson[];
  readonly adminUsers: FullOrganisation['adminUsers'];
}

/** Organisations read by one statement: few enough that even those with large logos fit into memory. */
const batchSize = 250;

/** The only SQL of the full export. */
export class FullExportRepository {
  constructor(private readonly database: Database) {}

  /**
   * Every organisation whatever its status, in OrganisationId order by bytes, from one snapshot, some at a time: the next
   * are read while the taker is at work with these.
   */
  async *batches(): AsyncGenerator<FullOrganisation[]> {
    const snapshot = await this.database.openSnapshot();
    try {
      yield* readAhead(this.read(snapshot));
    } finally {
      await snapshot.close();
    }
  }

  private async *read(snapshot: Queryable): AsyncGenerator<FullOrganisation[]> {
    let last: string | undefined = '';
    while (last !== undefined) {
      const rows: Row[] = await this.listAfter(snapshot, last);
      yield rows.map(toFullOrganisation);
      last = rows.length < batchSize ? undefined : rows.at(-1)?.organisationId;
    }
  }

  private async listAfter(snapshot: Queryable, last: string): Promise<Row[]> {
    return snapshot.query<Row>(
      `SELECT ${selectedColumns},
         ${carriedFlags()} AS flags,
         (SELECT coalesce(json_agg(json_build_object('userEmail', a.user_email, 'status', a.status)
             ORDER BY a.user_email), '[]')
          FROM directory.admin_user a WHERE a.organisation_id = o.organisation_id) AS "adminUsers"
       FROM directory.organisation o WHERE o.organisation_id > $1 ORDER BY o.organisation_id LIMIT $2`,
      [last, batchSize],
    );
  }
}

function toFullOrganisation({ flags, adminUsers, ...organisation }: Row): FullOrganisation {
  return { organisation: { ...organisation, flags: toFlags(flags) }, adminUsers };
}

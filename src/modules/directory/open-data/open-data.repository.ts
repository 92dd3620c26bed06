import { Injectable } from '@nestjs/common';
import { columnList } from '../../../fields/sql.js';
import { organisationFields, selectedColumns } from '../organisations/organisation.fields.js';
import type { Queryable } from '../../../database/queryable.js';
import type { Participant, PublicFlag } from './open-data.mapper.js';

/** Organisations read by one statement: few enough that even those with large logos fit into memory. */
const batchSize = 250;
/** Blocks of a table that one statement makes a fingerprint of: as many rows as fit into 4 MiB without what is toasted. */
const fingerprintBlocks = 512;

/** The columns of `o` in the public file. The revision is left out: it also counts changes that the file does not show. */
const shownColumns = columnList(organisationFields, 'o');

const isPublic = `f.access_level = 0 AND f.status = 'Active' AND f.type = 'Organisation'`;

/**
 * The only SQL of the public file: the Active organisations in OrganisationId order by bytes. They are read in steps,
 * each a statement of its own, so that the time limit of a statement does not bound the size of the directory.
 */
@Injectable()
export class OpenDataRepository {
  /**
   * A fingerprint of everything that the file shows: another one for other organisations or other flags on them. Sums,
   * so that the order does not matter and the tables can be read as they lie, which is much the fastest.
   */
  async fingerprint(snapshot: Queryable): Promise<string> {
    const organisations = await this.sumOverBlocks(
      snapshot,
      'organisation',
      `SELECT sum(hash_record_extended(ROW (${shownColumns}), 0)) FROM directory.organisation o
       WHERE o.status = 'Active' AND o.ctid >= $1::tid AND o.ctid < $2::tid`,
    );
    const flags = await this.sumOverBlocks(
      snapshot,
      'organisation_flag',
      `SELECT sum(hash_record_extended(ROW (c.organisation_id, f.name, f.value), 0))
       FROM directory.organisation_flag c JOIN directory.flag f USING (flag_id)
       WHERE ${isPublic} AND c.ctid >= $1::tid AND c.ctid < $2::tid`,
    );
    return `${organisations} ${flags}`;
  }

  /** The participants, some at a time. */
  async *batches(snapshot: Queryable): AsyncGenerator<Participant[]> {
    let last: string | undefined = '';
    while (last !== undefined) {
      const rows: (Participant['organisation'] & { publicFlags: PublicFlag[] })[] = await snapshot.query(
        `SELECT ${selectedColumns},
           (SELECT coalesce(json_agg(json_build_object('name', f.name, 'value', f.value)
               ORDER BY f.name COLLATE "C", f.value COLLATE "C"), '[]')
            FROM directory.organisation_flag c JOIN directory.flag f USING (flag_id)
            WHERE c.organisation_id = o.organisation_id AND ${isPublic}) AS "publicFlags"
         FROM directory.organisation o
         WHERE o.status = 'Active' AND o.organisation_id > $1 ORDER BY o.organisation_id LIMIT $2`,
        [last, batchSize],
      );
      if (rows.length > 0) {
        yield rows.map(({ publicFlags: flags, ...organisation }) => ({ organisation, flags }));
      }
      last = rows.length < batchSize ? undefined : rows.at(-1)?.organisationId;
    }
  }

  /** The sum of a query's rows between two addresses, over all blocks of its table. */
  private async sumOverBlocks(snapshot: Queryable, table: string, sumBetween: string): Promise<bigint> {
    let total = 0n;
    for (let block = 0, hasMore = true; hasMore; block += fingerprintBlocks) {
      const end = block + fingerprintBlocks;
      const rows = await snapshot.query<{ sum: string | null; hasMore: boolean }>(
        `SELECT (${sumBetween})::text AS sum,
           pg_relation_size('directory.${table}') > $3::bigint * current_setting('block_size')::bigint AS "hasMore"`,
        [`(${block},0)`, `(${end},0)`, end],
      );
      total += BigInt(rows[0]?.sum ?? 0);
      hasMore = rows[0]?.hasMore === true;
    }
    return total;
  }
}

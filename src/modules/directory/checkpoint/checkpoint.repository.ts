import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { Queryable } from '../../../database/queryable.js';
import type { ChainEnd } from '../changes/chain.js';

/** Returns the end of the change log as a source sees it. */
export async function readLogHead(source: Queryable): Promise<ChainEnd> {
  const [head] = await source.query<{ log: string; position: string; hash: string }>(
    `SELECT log, position, encode(hash, 'hex') AS hash FROM directory.change_log_head`,
  );
  if (head === undefined) throw new Error('directory.change_log_head has no row');
  return { ...head, position: Number(head.position) };
}

/** Reads the end of the change log on the primary. */
@Injectable()
export class CheckpointRepository {
  constructor(private readonly database: Database) {}

  readHead(): Promise<ChainEnd> {
    return readLogHead(this.database);
  }
}

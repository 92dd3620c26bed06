import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { HistoryOwner } from '../history/history.repository.js';
import type { ChainEnd } from './chain.js';
import { entryColumns, positionOf } from './entry-columns.js';
import type { LoggedEntry, OwnedEntry } from './logged-entry.js';
import type { Candidate } from './order-batch.js';
import { formatPlace } from './place.js';

/** The key of the advisory lock, unique in the service. */
const sequencerLock = 4_270_004;

/** The end of the log, and how far the sequencer came. */
export interface LogHead extends ChainEnd {
  /** All entries that this snapshot sees have positions. */
  readonly snapshot: string;
  /** The entries that this later snapshot sees get theirs now. */
  readonly target: string;
  /** The entry at the end of the log, if it is of an unfinished pass to the target. */
  readonly resumesAfter: Key | null;
  /** The head was written on another server: transaction ids can't be compared. */
  readonly isForeign: boolean;
}

/** The key of an entry in the order of the sequencer. */
interface Key {
  readonly owner: HistoryOwner;
  readonly writer: string;
  readonly at: string;
  readonly id: string;
  readonly revision: number;
}

/** An entry `h` that the snapshot $1 does not see, the snapshot $2 does, and that has no position. */
function candidates(owner: HistoryOwner, writers: string, after: string): string {
  const key = `h.writer, h.at, h.${owner}_id, h.revision`;
  return `SELECT h.writer, ${entryColumns(owner)} FROM directory.${owner}_history h
    WHERE ${writers} AND pg_visible_in_snapshot(h.writer, $2::pg_snapshot) AND ${after}
      AND ${positionOf(owner, `h.${owner}_id`, 'h.revision')} IS NULL
    ORDER BY ${key} LIMIT $3`;
}

/** The condition that `h` comes after the key $4 to $7. Of entries of one transaction and time, those of flags come first. */
function isAfter(owner: HistoryOwner, resumesAfter: Key): string {
  if (owner === resumesAfter.owner)
    return `(h.writer, h.at, h.${owner}_id, h.revision) > ($4::xid8, $5::timestamptz, $6, $7::integer)`;
  return `(h.writer, h.at) ${owner === 'flag' ? '>' : '>='} ($4::xid8, $5::timestamptz)`;
}

/** The transactions that were running at the snapshot $1 are few; all others that it does not see are later ones. */
function unseen(owner: HistoryOwner, after: string): string {
  return `SELECT late.* FROM pg_snapshot_xip($1::pg_snapshot) AS running(writer)
      CROSS JOIN LATERAL (${candidates(owner, 'h.writer = running.writer', after)}) late
    UNION ALL (${candidates(owner, 'h.writer >= pg_snapshot_xmax($1::pg_snapshot)', after)})`;
}

/** The only SQL that gives positions. All of it runs in one transaction for a batch. */
@Injectable()
export class SequencerRepository {
  /** Reserves sequencing until the end of the transaction. Returns false if another instance has it. */
  async claim(transaction: Queryable): Promise<boolean> {
    // A plan that suits a small table reads all of a history that a load has just filled, once a batch. The estimates are
    // far too high, so PostgreSQL would compile each batch.
    const [row] = await transaction.query<{ claimed: boolean }>(
      `SELECT pg_try_advisory_xact_lock($1) AS claimed,
         set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
         set_config('jit', 'off', true)`,
      [sequencerLock],
    );
    return row?.claimed === true;
  }

  /** Call this after the claim: the statement must see the head that the sequencer before committed. */
  async readHead(transaction: Queryable): Promise<LogHead> {
    const [row] = await transaction.query<LogHead & { position: string }>(
      `SELECT head.log, head.position, encode(head.hash, 'hex') AS hash, head.snapshot::text AS snapshot,
         coalesce(head.target, pg_current_snapshot())::text AS target,
         pg_snapshot_xmax(head.snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS "isForeign",
         CASE WHEN head.target IS NOT NULL THEN (
           SELECT json_build_object('owner', key.owner, 'writer', key.writer::text, 'at', key.at, 'id', key.id,
             'revision', key.revision)
           FROM directory.change_log l CROSS JOIN LATERAL (
             SELECT 'organisation' AS owner, writer, at, organisation_id AS id, revision
               FROM directory.organisation_history h WHERE (h.organisation_id, h.revision) = (l.organisation_id, l.revision)
             UNION ALL SELECT 'flag', writer, at, flag_id, revision
               FROM directory.flag_history h WHERE (h.flag_id, h.revision) = (l.flag_id, l.revision)
           ) key WHERE l.position = head.position
         ) END AS "resumesAfter"
       FROM directory.change_log_head head`,
    );
    if (row === undefined) throw new Error('directory.change_log_head has no row');
    return { ...row, position: Number(row.position) };
  }

  /** Lists entries that have no position and that the target sees, in the order of the sequencer. */
  async listCandidates(transaction: Queryable, head: LogHead, limit: number): Promise<Candidate[]> {
    const { snapshot, target, resumesAfter } = head;
    // Without a key there is no condition: PostgreSQL would begin its index scan at the key, before all entries.
    const after = (owner: HistoryOwner): string =>
      resumesAfter === null ? 'true' : isAfter(owner, resumesAfter);
    const key =
      resumesAfter === null
        ? []
        : [resumesAfter.writer, resumesAfter.at, resumesAfter.id, resumesAfter.revision];
    const branch = (owner: HistoryOwner): string => `
      SELECT h.*, (h.revision = 1 OR ${positionOf(owner, 'h."ownerId"', 'h.revision - 1')} IS NOT NULL) AS "followsPositioned"
      FROM (SELECT * FROM (${unseen(owner, after(owner))}) either
        ORDER BY writer, at, "ownerId", revision LIMIT $3) h`;
    return transaction.query<Candidate>(
      `SELECT owner, "ownerId", revision, at, "clientId", "userEmail", "interactionId", operation, changes, "followsPositioned"
       FROM (${branch('flag')} UNION ALL ${branch('organisation')}) entry
       ORDER BY writer, at, owner, "ownerId", revision LIMIT $3`,
      [snapshot, target, limit, ...key],
    );
  }

  /** Lists the entries without a position that come before these in their own histories. */
  async listPredecessors(transaction: Queryable, later: readonly OwnedEntry[]): Promise<OwnedEntry[]> {
    const found: OwnedEntry[] = [];
    for (const owner of ['flag', 'organisation'] as const) {
      const ofOwner = later.filter((entry) => entry.owner === owner);
      if (ofOwner.length === 0) continue;
      const rows = await transaction.query<OwnedEntry>(
        `SELECT ${entryColumns(owner)} FROM unnest($1::text[], $2::integer[]) AS later(id, revision)
         JOIN directory.${owner}_history h ON h.${owner}_id = later.id AND h.revision < later.revision
         WHERE ${positionOf(owner, `h.${owner}_id`, 'h.revision')} IS NULL`,
        [ofOwner.map((entry) => entry.ownerId), ofOwner.map((entry) => entry.revision)],
      );
      found.push(...rows);
    }
    return found;
  }

  /** Adds entries to the log and tells all instances after the commit. */
  async append(transaction: Queryable, entries: readonly LoggedEntry[]): Promise<void> {
    const idsOf = (owner: HistoryOwner): (string | null)[] =>
      entries.map((entry) => (entry.owner === owner ? entry.ownerId : null));
    await transaction.query(
      `INSERT INTO directory.change_log (position, organisation_id, flag_id, revision, hash)
       SELECT r.position, r.organisation_id, r.flag_id, r.revision, decode(r.hash, 'hex')
       FROM unnest($1::bigint[], $2::text[], $3::text[], $4::integer[], $5::text[])
         AS r(position, organisation_id, flag_id, revision, hash)`,
      [
        entries.map((entry) => entry.position),
        idsOf('organisation'),
        idsOf('flag'),
        entries.map((entry) => entry.revision),
        entries.map((entry) => entry.hash),
      ],
    );
  }

  /**
   * Moves the head to the new end.
   * @param isOver all entries that the target sees have positions now
   */
  async moveHead(
    transaction: Queryable,
    end: ChainEnd,
    { target }: Pick<LogHead, 'target'>,
    isOver: boolean,
  ): Promise<void> {
    await transaction.query(
      `UPDATE directory.change_log_head SET position = $1, hash = decode($2, 'hex'),
         snapshot = CASE WHEN $4 THEN $3::pg_snapshot ELSE snapshot END,
         target = CASE WHEN $4 THEN NULL ELSE $3::pg_snapshot END,
         caught_up_at = CASE WHEN $4 THEN clock_timestamp() ELSE caught_up_at END`,
      [end.position, end.hash, target, isOver],
    );
    await transaction.query(`SELECT pg_notify('directory_changes', $1)`, [formatPlace(end)]);
  }
}

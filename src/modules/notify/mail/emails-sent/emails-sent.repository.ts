import { Injectable } from '@nestjs/common';
import { Database } from '../../../../database/database.js';
import { utcTimestamp } from '../../timestamps.js';
import type { EmailStatus } from '../email.values.js';
import type { SentEmailRow } from './sent-email.mapper.js';

/** Filter and page of the list. */
export interface SentEmailsPage {
  /** null means every status. */
  readonly status: EmailStatus | null;
  /** Counts from 1. */
  readonly page: number;
  readonly pageSize: number;
}

type Counted<Row> = Row & { readonly total: string };

/** Reads the outbox for the list of sent e-mails. */
@Injectable()
export class EmailsSentRepository {
  constructor(private readonly database: Database) {}

  async hasService(id: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT FROM notify.service WHERE id = $1`, [id]);
    return rows.length > 0;
  }

  /** Returns a page, newest first, and the total, from one statement. */
  async listPage({
    status,
    page,
    pageSize,
  }: SentEmailsPage): Promise<{ rows: SentEmailRow[]; total: number }> {
    const rows = await this.database.query<Counted<SentEmailRow | { id: null }>>(
      `SELECT counted.total, page.*
       FROM (SELECT count(*) AS total FROM notify.email WHERE $1::text IS NULL OR status = $1) counted
       LEFT JOIN LATERAL (
         SELECT e.id, e.template_id AS "templateId", e.recipient, e.reply_to AS "replyTo", e.personalisation,
           e.status, e.attempts, e.last_error AS "lastError", ${utcTimestamp('e.created_at')} AS "createdAt",
           ${utcTimestamp('e.updated_at')} AS "updatedAt", ${utcTimestamp('e.sent_at')} AS "sentAt",
           row_number() OVER (ORDER BY e.created_at DESC, e.id DESC) AS position
         FROM notify.email e WHERE $1::text IS NULL OR e.status = $1
         ORDER BY e.created_at DESC, e.id DESC LIMIT $2 OFFSET $3
       ) page ON true
       ORDER BY page.position`,
      [status, pageSize, (page - 1) * pageSize],
    );
    return { rows: rows.filter((row) => row.id !== null), total: Number(rows[0]?.total ?? 0) };
  }
}

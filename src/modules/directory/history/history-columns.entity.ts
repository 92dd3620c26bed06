import { Column } from 'typeorm';
import type { FieldChange, HistoryEntry } from './history-entry.js';
import type { HistoryOperation } from './history.values.js';

/** The columns that all histories share besides their keys. Entries are added, never changed. */
export abstract class HistoryColumns implements Omit<HistoryEntry, 'revision'> {
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  at: Date;

  @Column({ name: 'client_id', type: 'text' })
  clientId: string;

  @Column({ name: 'user_email', type: 'text', nullable: true })
  userEmail: string | null;

  @Column({ name: 'interaction_id', type: 'text' })
  interactionId: string;

  @Column({ type: 'text' })
  operation: HistoryOperation;

  @Column({ type: 'jsonb' })
  changes: FieldChange[];

  /** The transaction that added the entry, in decimal digits. TypeORM does not know the type, which a test declares. */
  @Column({ type: 'xid8' as 'bigint', default: () => 'pg_current_xact_id()' })
  writer: string;
}

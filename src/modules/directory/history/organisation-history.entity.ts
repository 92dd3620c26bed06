import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Organisation } from '../organisations/organisation.entity.js';
import type { HistoryOperation } from './organisation-history.values.js';

/** One changed field, with its values on the wire before and after. */
export interface FieldChange {
  readonly Field: string;
  readonly Old: unknown;
  readonly New: unknown;
}

/** One change of an organisation: who, when, what. Entries are added, never changed. */
@Entity({ schema: 'directory', name: 'organisation_history' })
@Check('organisation_history_revision_check', `revision >= 1`)
@Check(
  'organisation_history_operation_check',
  `operation IN ('Create', 'Update', 'Import', 'FlagCascade', 'AdminUser')`,
)
export class OrganisationHistory {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'organisation_history_pkey',
  })
  organisationId: string;

  /** Counts from 1 for each organisation. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'organisation_history_pkey' })
  revision: number;

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

  @ManyToOne(() => Organisation)
  @JoinColumn({
    name: 'organisation_id',
    foreignKeyConstraintName: 'organisation_history_organisation_id_fkey',
  })
  organisation: Organisation;
}

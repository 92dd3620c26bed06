import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A change with its actor and time. Rows are inserted only. */
@Entity({ schema: 'notify', name: 'audit' })
@Index('audit_entity_entity_id_id_idx', ['entity', 'entityId', 'id'])
@Check(
  'audit_entity_check',
  `entity IN ('organisation', 'service', 'user', 'email_branding', 'letter_branding')`,
)
export class AuditEntryRow {
  /** Increases in insertion order. Text, because a number can't hold 64 bits. */
  @PrimaryColumn({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_pkey',
  })
  id: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at: Date;

  @Column({ name: 'client_id', type: 'text' })
  clientId: string;

  @Column({ name: 'user_id', type: 'text', nullable: true })
  userId: string | null;

  @Column({ name: 'interaction_id', type: 'text' })
  interactionId: string;

  @Column({ type: 'text' })
  entity: string;

  @Column({ name: 'entity_id', type: 'uuid' })
  entityId: string;

  @Column({ type: 'text' })
  operation: string;

  @Column({ type: 'jsonb' })
  changes: Readonly<Record<string, unknown>>;
}

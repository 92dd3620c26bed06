import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A service as it was: its whole row, by column. Written by a trigger, never changed. */
@Entity({ schema: 'notify', name: 'service_history' })
export class ServiceHistory {
  @PrimaryColumn({ name: 'service_id', type: 'uuid', primaryKeyConstraintName: 'service_history_pkey' })
  @ForeignKey('service', { name: 'service_history_service_id_fkey' })
  serviceId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'service_history_pkey' })
  version: number;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at: Date;

  @Column({ type: 'jsonb' })
  service: Record<string, unknown>;
}

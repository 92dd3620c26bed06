import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The versions of services, each with all columns. A trigger inserts them; they are never changed. */
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

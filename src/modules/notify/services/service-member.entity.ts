import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A member of a service, with their permissions there. */
@Entity({ schema: 'notify', name: 'service_member' })
@Index('service_member_user_id_idx', ['userId'])
export class ServiceMember {
  @PrimaryColumn({ name: 'service_id', type: 'uuid', primaryKeyConstraintName: 'service_member_pkey' })
  @ForeignKey('service', { name: 'service_member_service_id_fkey' })
  serviceId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'service_member_pkey' })
  @ForeignKey('user_account', { name: 'service_member_user_id_fkey' })
  userId: string;

  @Column({ type: 'text', array: true, default: '{}' })
  permissions: string[];
}

import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { adminUserFields } from './admin-user.fields.js';

/** A person who may amend an organisation while Active; disabled at the end, never deleted. */
@Entity({ schema: 'directory', name: 'admin_user' })
@EntityColumns('admin_user', adminUserFields, ['userEmail'])
@Index('admin_user_user_email_idx', ['userEmail'])
export class AdminUser {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'admin_user_pkey',
  })
  organisationId: string;

  @ManyToOne(() => Organisation)
  @JoinColumn({ name: 'organisation_id', foreignKeyConstraintName: 'admin_user_organisation_id_fkey' })
  organisation: Organisation;
}

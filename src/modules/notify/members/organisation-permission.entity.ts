import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserAccount } from '../users/user-account.entity.js';
import type { OrganisationUserPermission } from './organisation-permission.js';

/** A permission of a user in an organisation, which they need not belong to. */
@Entity({ schema: 'notify', name: 'organisation_permission' })
@Index('organisation_permission_user_id_idx', ['userId'])
@Check('organisation_permission_permission_check', `permission IN ('can_make_services_live')`)
export class OrganisationPermission {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'uuid',
    primaryKeyConstraintName: 'organisation_permission_pkey',
  })
  @ForeignKey('organisation', { name: 'organisation_permission_organisation_id_fkey' })
  organisationId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'organisation_permission_pkey' })
  @ForeignKey(() => UserAccount, { name: 'organisation_permission_user_id_fkey' })
  userId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'organisation_permission_pkey' })
  permission: OrganisationUserPermission;
}

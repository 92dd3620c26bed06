import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { OrganisationUserPermission } from '../members/organisation-permission.js';
import { UserAccount } from '../users/user-account.entity.js';
import type { InviteStatus } from './invite-status.js';

/** The table of invites to organisations. */
@Entity({ schema: 'notify', name: 'organisation_invite' })
@Index('organisation_invite_organisation_id_idx', ['organisationId'])
@Check('organisation_invite_email_address_check', 'char_length(email_address) BETWEEN 3 AND 320')
@Check('organisation_invite_permissions_check', `permissions <@ ARRAY['can_make_services_live']`)
@Check('organisation_invite_status_check', `status IN ('pending', 'accepted', 'cancelled')`)
export class OrganisationInvite {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'organisation_invite_pkey' })
  id: string;

  @Column({ name: 'organisation_id', type: 'uuid' })
  @ForeignKey('organisation', { name: 'organisation_invite_organisation_id_fkey' })
  organisationId: string;

  @Column({ name: 'email_address', type: 'text' })
  emailAddress: string;

  @Column({ name: 'invited_by_id', type: 'uuid' })
  @ForeignKey(() => UserAccount, { name: 'organisation_invite_invited_by_id_fkey' })
  invitedById: string;

  @Column({ type: 'text', array: true, default: '{}' })
  permissions: OrganisationUserPermission[];

  @Column({ type: 'text', default: 'pending' })
  status: InviteStatus;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}

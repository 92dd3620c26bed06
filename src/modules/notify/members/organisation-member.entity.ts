import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserAccount } from '../users/user-account.entity.js';

/** The table of members of organisations. */
@Entity({ schema: 'notify', name: 'organisation_member' })
@Index('organisation_member_user_id_idx', ['userId'])
export class OrganisationMember {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'uuid',
    primaryKeyConstraintName: 'organisation_member_pkey',
  })
  @ForeignKey('organisation', { name: 'organisation_member_organisation_id_fkey' })
  organisationId: string;

  @PrimaryColumn({ name: 'user_id', type: 'uuid', primaryKeyConstraintName: 'organisation_member_pkey' })
  @ForeignKey(() => UserAccount, { name: 'organisation_member_user_id_fkey' })
  userId: string;
}

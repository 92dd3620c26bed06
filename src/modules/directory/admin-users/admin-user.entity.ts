import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Organisation } from '../organisations/organisation.entity.js';
import type { AdminUserStatus } from './admin-user.values.js';

/** What JavaScript's `\s` matches, written out: PostgreSQL's own depends on the locale, and knows ASCII only in C. */
const blank = '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

/** A person who may amend an organisation while Active; disabled at the end, never deleted. */
@Entity({ schema: 'directory', name: 'admin_user' })
@Index('admin_user_user_email_idx', ['userEmail'])
@Check(
  'admin_user_user_email_check',
  `user_email ~ '^(([^<>()[\\]\\\\.,;:@"${blank}]+(\\.[^<>()[\\]\\\\.,;:@"${blank}]+)*)|("[^\\n\\r\\u2028\\u2029]+"))@((\\[[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\])|(([a-zA-Z\\-0-9]+\\.)+[a-zA-Z]{2,}))$'
   AND user_email !~ '[<>]' AND char_length(user_email) <= 254 AND user_email = lower(user_email)`,
)
@Check('admin_user_status_check', `status IN ('Active', 'Inactive')`)
export class AdminUser {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'admin_user_pkey',
  })
  organisationId: string;

  /** In lower case. */
  @PrimaryColumn({
    name: 'user_email',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'admin_user_pkey',
  })
  userEmail: string;

  @Column({ type: 'text', default: 'Active' })
  status: AdminUserStatus;

  @ManyToOne(() => Organisation)
  @JoinColumn({ name: 'organisation_id', foreignKeyConstraintName: 'admin_user_organisation_id_fkey' })
  organisation: Organisation;
}

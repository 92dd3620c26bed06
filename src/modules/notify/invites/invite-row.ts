import type { OrganisationInvite } from './organisation-invite.entity.js';

/** An invite as SQL reads it. */
export interface InviteRow extends Omit<OrganisationInvite, 'createdAt'> {
  readonly createdAt: string;
}

/** Who invites, as the e-mail names them. */
export interface Inviter {
  readonly name: string;
  readonly emailAddress: string;
  readonly platformAdmin: boolean;
}

import type { OrganisationInvite } from './organisation-invite.entity.js';

/** A row of an invite. */
export interface InviteRow extends Omit<OrganisationInvite, 'createdAt'> {
  readonly createdAt: string;
}

/** The inviter, as the e-mail names them. */
export interface Inviter {
  readonly name: string;
  readonly emailAddress: string;
  readonly platformAdmin: boolean;
}

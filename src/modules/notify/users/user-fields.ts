import type { UserAccount } from './user-account.entity.js';

/** What a caller may set of a user who is there. Moments come as text with an offset. */
export type UserChanges = Partial<
  Pick<
    UserAccount,
    | 'name'
    | 'emailAddress'
    | 'mobileNumber'
    | 'authType'
    | 'state'
    | 'canUseWebauthn'
    | 'currentSessionId'
    | 'receivesNewFeaturesEmail'
    | 'takePartInResearch'
  > & { readonly emailAccessValidatedAt: string }
>;

/** What makes a user. */
export type NewUser = Pick<
  UserAccount,
  'id' | 'name' | 'emailAddress' | 'mobileNumber' | 'authType' | 'state' | 'platformAdmin'
>;

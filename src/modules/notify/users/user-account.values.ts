/** How a user may sign in, and the state of an account. */
export const authTypes = ['sms_auth', 'email_auth', 'webauthn_auth'] as const;
export const userStates = ['pending', 'active', 'inactive'] as const;

export type UserState = (typeof userStates)[number];
export type AuthType = (typeof authTypes)[number];

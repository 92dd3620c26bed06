import type { Identity } from './client.js';

/** `directory:admin` by client credentials. */
export const admin: Identity = { client_id: 'admin-client', scope: 'directory:admin' };

/** A TPP's software by client credentials. */
export const software: Identity = {
  client_id: 'tpp-client',
  scope: 'directory:software',
  organisation_id: 'tpp',
};

/** A user of the directory's website. */
export function user(email: string, claims: Identity = {}): Identity {
  return {
    client_id: 'website',
    scope: 'openid directory:website',
    trust_framework_profile: {
      basic_information: { user_email: email, status: 'Active' },
      super_user: false,
    },
    ...claims,
  };
}

/** A user with every permission. */
export const superUser: Identity = {
  client_id: 'website',
  scope: 'directory:website',
  trust_framework_profile: {
    basic_information: { user_email: 'super@scheme.example', status: 'Active' },
    super_user: true,
  },
};

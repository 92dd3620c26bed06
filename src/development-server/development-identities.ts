import { developmentClientSecrets } from '../config/published-values.js';
import {
  sampleAdministratorEmail,
  sampleOrganisationId,
} from '../modules/directory/seed/sample-organisation.js';

/** Swagger UI's client: public, authorisation code with PKCE. */
export const swaggerUiClientId = 'swagger-ui';

/** A client (by its id) or a user (by their e-mail address) that the development server issues tokens to. */
export interface DevelopmentIdentity {
  readonly id: string;
  /** Shown in the sign-in page and in Swagger UI. */
  readonly description: string;
  /** Scopes granted by default, and the max (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
  /** Claims of the access token beyond those of RFC 9068. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A confidential client; it authenticates with `client_secret_basic` or `client_secret_post`. */
export interface DevelopmentClient extends DevelopmentIdentity {
  readonly secret: string;
}

export const developmentClients: readonly DevelopmentClient[] = [
  {
    id: 'dev-admin',
    secret: developmentClientSecrets.admin,
    description: 'operates the directory: reads and writes everything',
    scopes: ['directory:admin'],
    claims: {},
  },
  {
    id: 'dev-software',
    secret: developmentClientSecrets.software,
    description: 'software of the sample organisation: reads everything, writes nothing',
    scopes: ['directory:software'],
    claims: { organisation_id: sampleOrganisationId },
  },
  {
    id: 'dev-organisation',
    secret: developmentClientSecrets.organisation,
    description: 'owns the sample organisation: reads and amends it',
    scopes: ['directory:website'],
    claims: userClaims(sampleAdministratorEmail, false),
  },
];

export const developmentUsers: readonly DevelopmentIdentity[] = [
  {
    id: 'super@directory.example',
    description: 'super user: reads and writes every organisation',
    scopes: ['directory:website'],
    claims: userClaims('super@directory.example', true),
  },
  {
    id: sampleAdministratorEmail,
    description: 'administrator of the sample organisation: reads and amends that one',
    scopes: ['directory:website'],
    claims: userClaims(sampleAdministratorEmail, false),
  },
];

/** Returns the ids of the clients and users. */
export function identityIds(): string[] {
  return [...developmentClients, ...developmentUsers].map((identity) => identity.id);
}

/** Returns the client or user with this id, or null. */
export function findDevelopmentIdentity(id: string): DevelopmentIdentity | null {
  return [...developmentClients, ...developmentUsers].find((identity) => identity.id === id) ?? null;
}

/** Claims of a website user, with `trust_framework_profile` as in the published directories. */
function userClaims(email: string, isSuperUser: boolean): Readonly<Record<string, unknown>> {
  return {
    email,
    trust_framework_profile: {
      status: 'Active',
      super_user: isSuperUser,
      basic_information: { user_email: email, status: 'Active' },
      org_access_details: isSuperUser ? {} : { [sampleOrganisationId]: { org_admin: true } },
    },
  };
}

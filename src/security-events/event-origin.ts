/** The person, client and request behind an event. Nothing in it is a secret or a plain e-mail address. */
export interface EventOrigin {
  /** Null without a valid token. */
  readonly clientId: string | null;
  /** Keyed hash of the user; null without one. */
  readonly user: string | null;
  /** The `jti` of the token. */
  readonly jti: string | null;
  /** Null if unknown. */
  readonly clientAddress: string | null;
  readonly interactionId: string | null;
}

/** Events that no request causes, such as a new key of the issuer. */
export const serviceOrigin: EventOrigin = {
  clientId: null,
  user: null,
  jti: null,
  clientAddress: null,
  interactionId: null,
};

/** Events of the command line. */
export const commandOrigin: EventOrigin = { ...serviceOrigin, clientId: 'cli' };

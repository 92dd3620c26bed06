import { TokenRefused } from '../errors/notify-problems.js';
import { type ApiKeyScope, apiKeyScopes } from './api-key-scopes.js';

/** The client behind a token. */
export interface Caller {
  /** The admin client's id, or the name of the API key. */
  readonly clientId: string;
  readonly scopes: readonly ApiKeyScope[];
}

/** Returns a caller that may do everything. */
export function callerWithEveryScope(clientId: string): Caller {
  return { clientId, scopes: apiKeyScopes };
}

/** @throws TokenRefused (403) without the scope */
export function requireScope({ scopes }: Pick<Caller, 'scopes'>, scope: ApiKeyScope): void {
  if (!scopes.includes(scope))
    throw new TokenRefused(
      403,
      `Invalid token: this API key has no scope ${scope}, which the request needs. Use a key with that scope`,
    );
}

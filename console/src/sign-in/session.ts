import { computed, signal } from '@preact/signals';
import { AuthorizationResponseError, ResponseBodyError } from 'oauth4webapi';
import type { TokenSource } from 'organisations-directory-client';
import { beginSignIn, finishSignIn, isSignInAnswer, renew, type Tokens } from './authorisation.ts';
import { claimsOf, emailOf, isSuperUser } from './token-claims.ts';
import { consolePath } from '../routes.ts';
import { settings } from '../settings.ts';

/** Tokens are renewed so long before they end. */
const renewBeforeMs = 30_000;
const userKey = 'console.user';

const tokens = signal<Tokens | null>(null);

/** Null: nobody is signed in. */
export const claims = computed(() => (tokens.value === null ? null : claimsOf(tokens.value.accessToken)));
export const isSignedIn = computed(() => tokens.value !== null);
export const email = computed(() => emailOf(claims.value));
/** True for a caller who may write everything. */
export const isOperator = computed(() => isSuperUser(claims.value));
/** Milliseconds since 1970; null: nobody is signed in. */
export const expiresAt = computed(() => tokens.value?.expiresAt ?? null);
/** True for tokens that are of no use without a key of this browser (RFC 9449). */
export const isBoundToKey = computed(() => tokens.value !== null && tokens.value.dpop !== null);
/** True once a token could not be renewed: the person must sign in again, and keeps what they typed. */
export const hasEnded = signal(false);
/** The reason of a sign-in that failed. */
export const signInError = signal<string | null>(null);

let renewal: Promise<void> | null = null;

/** The tokens of the session for the client of the directory. */
export const tokenSource: TokenSource = {
  async get() {
    const present = tokens.value;
    if (present !== null && present.expiresAt - Date.now() < renewBeforeMs) await renewOnce(present);
    if (tokens.value === null || hasEnded.value) throw new SessionEndedError();
    const { accessToken, dpop } = tokens.value;
    return dpop === null ? { value: accessToken } : { value: accessToken, dpop };
  },
  refuse({ value }) {
    const present = tokens.value;
    if (present?.accessToken === value) tokens.value = { ...present, expiresAt: 0 };
  },
};

/** Nobody is signed in any more. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';
}

async function renewOnce(present: Tokens): Promise<void> {
  renewal ??= renew(present)
    .then((next) => {
      tokens.value = next;
      hasEnded.value = false;
    })
    .catch(() => {
      if (present.expiresAt <= Date.now()) hasEnded.value = true;
    })
    .finally(() => {
      renewal = null;
    });
  await renewal;
}

/**
 * Settles who is signed in before the first page: finishes the sign-in on the way back from the issuer, and begins one for
 * a person who was signed in before a reload.
 * @returns false if the page is about to leave for the issuer
 */
export async function startSession(): Promise<boolean> {
  const url = new URL(location.href);
  if (isSignInAnswer(url)) {
    await finish(url);
    return true;
  }
  const user = sessionStorage.getItem(userKey);
  if (user === null) return true;
  // A sign-in that fails must not begin again by itself.
  sessionStorage.removeItem(userKey);
  return !(await signIn(user, true));
}

/**
 * Goes to the issuer; the person comes back to the present address.
 * @param isByItself true if nobody pressed a button
 * @returns false if the issuer can't be reached
 */
export async function signIn(loginHint: string | null = email.value, isByItself = false): Promise<boolean> {
  signInError.value = null;
  try {
    await beginSignIn(location.pathname + location.search, loginHint, isByItself);
    return true;
  } catch (error) {
    signInError.value = messageOf(error);
    return false;
  }
}

/** Forgets the tokens. The issuer's own session is left to the issuer. */
export function signOut(): void {
  sessionStorage.removeItem(userKey);
  // Leaving the page also drops everything that was read with the tokens.
  location.assign(`${consolePath}/`);
}

async function finish(url: URL): Promise<void> {
  try {
    const { tokens: received, returnTo } = await finishSignIn(url);
    tokens.value = received;
    sessionStorage.setItem(userKey, email.value ?? '');
    history.replaceState(null, '', returnTo);
  } catch (error) {
    signInError.value = messageOf(error);
    history.replaceState(null, '', `${consolePath}/`);
  }
}

/** Returns the issuer's own words where it has said any. */
function messageOf(error: unknown): string {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return `${error.error}: ${error.error_description ?? settings.issuer}`;
  return error instanceof Error ? error.message : String(error);
}

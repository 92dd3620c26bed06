import { hasLeiCheckDigits, looksLikeLei } from './lei.js';

/**
 * Warnings that need only the value itself. The console imports this file too, so it has no dependencies beside the check
 * digits: a form shows these warnings before it is saved.
 */

/** The countries of ISO 3166-1. */
export interface CountryList {
  readonly isCode: (text: string) => boolean;
  /** Returns the code that a text means; null if nothing fits. */
  readonly codeFor: (text: string) => string | null;
}

export function countryWarnings(field: string, text: string, { isCode, codeFor }: CountryList): string[] {
  if (isCode(text)) return [];
  const code = codeFor(text);
  const hint = code === null ? '' : `; the code of ${text} is ${code}`;
  return [`${field} is not an ISO 3166-1 alpha-2 code${hint}.`];
}

export function registrationIdWarnings(registrationId: string | null): string[] {
  const isWrong =
    registrationId !== null && looksLikeLei(registrationId) && !hasLeiCheckDigits(registrationId);
  return isWrong
    ? ['RegistrationId looks like a Legal Entity Identifier, but its check digits do not fit.']
    : [];
}

export function logoUriWarnings(logoUri: string | null): string[] {
  return logoUri?.startsWith('http://') === true ? ['LogoUri is fetched over plain http.'] : [];
}

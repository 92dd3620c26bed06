import {
  countryWarnings,
  logoUriWarnings,
  registrationIdWarnings,
} from '../../../../src/modules/directory/organisations/value-warnings.ts';
import { countries } from '../../organisations/countries.ts';

const warnings: Readonly<Record<string, (value: string) => string[]>> = {
  Country: (value) => countryWarnings('Country', value, countries),
  CountryOfRegistration: (value) => countryWarnings('CountryOfRegistration', value, countries),
  RegistrationId: registrationIdWarnings,
  LogoUri: logoUriWarnings,
};

/** Returns the Warnings of the API about a value that the browser can know before it is saved. */
export function valueWarnings(field: string, value: string): string[] {
  const text = value.trim();
  return text === '' ? [] : (warnings[field]?.(text) ?? []);
}

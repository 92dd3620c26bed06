import type { Plugin } from 'vite';
import { isCountryCode } from '../../src/modules/directory/organisations/countries.ts';
import { virtualModule } from './virtual-module.ts';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Makes the module `virtual:countries`: the codes of countries that the service takes without a Warning. */
export function countryCodes(): Plugin {
  return virtualModule('virtual:countries', () => {
    const pairs = letters.flatMap((first) => letters.map((second) => first + second));
    return `export const countryCodes = ${JSON.stringify(pairs.filter(isCountryCode))};`;
  });
}

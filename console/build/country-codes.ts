import type { Plugin } from 'vite';
import { isCountryCode } from '../../src/modules/directory/organisations/countries.ts';

const moduleName = 'virtual:countries';
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Makes the module `virtual:countries`: the codes of countries that the service takes without a Warning. */
export function countryCodes(): Plugin {
  return {
    name: 'country-codes',
    resolveId: (id) => (id === moduleName ? `\0${moduleName}` : null),
    load(id) {
      if (id !== `\0${moduleName}`) return null;
      const pairs = letters.flatMap((first) => letters.map((second) => first + second));
      return `export const countryCodes = ${JSON.stringify(pairs.filter(isCountryCode))};`;
    },
  };
}

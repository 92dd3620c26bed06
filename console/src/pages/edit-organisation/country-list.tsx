import { useMemo } from 'preact/hooks';
import { locale } from '../../language/locale.ts';
import { countriesByName } from '../../organisations/countries.ts';

/** The id of the suggestions, for the `list` of a text field. */
export const countryListId = 'countries';

/** The countries that a field of a country suggests; it stands once in the form. */
export function CountryList() {
  const countries = useMemo(countriesByName, [locale.value]);
  return (
    <datalist id={countryListId}>
      {countries.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </datalist>
  );
}

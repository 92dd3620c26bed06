import type { Organisation } from 'organisations-directory-client';
import type { OrganisationField } from '../../../organisations/organisation-fields.ts';
import { byteOrderMark, csvRecord } from './csv.ts';

/** A form of the file. The text of a part goes behind the parts before it. */
export interface Format {
  readonly name: 'CSV' | 'JSON';
  readonly extension: string;
  readonly mediaType: string;
  readonly beginning: string;
  readonly part: (organisations: readonly Organisation[], isFirst: boolean) => string;
  readonly end: string;
}

/** A list as the API answers it, an organisation a line. */
export const json: Format = {
  name: 'JSON',
  extension: 'json',
  mediaType: 'application/json',
  beginning: '[',
  part: (organisations, isFirst) =>
    organisations
      .map((organisation, index) => `${isFirst && index === 0 ? '' : ','}\n${JSON.stringify(organisation)}`)
      .join(''),
  end: '\n]\n',
};

/** A record for each organisation below the names of its fields. */
export function csv(fields: readonly OrganisationField[]): Format {
  return {
    name: 'CSV',
    extension: 'csv',
    mediaType: 'text/csv;charset=utf-8',
    beginning: byteOrderMark + csvRecord(fields),
    part: (organisations) =>
      organisations.map((one) => csvRecord(fields.map((field) => valueOf(one, field)))).join(''),
    end: '',
  };
}

function valueOf(organisation: Organisation, field: OrganisationField): string | boolean | null {
  if (field !== 'Flags') return organisation[field];
  return organisation.Flags.map(({ Name, Value }) => `${Name}: ${Value}`).join('; ');
}

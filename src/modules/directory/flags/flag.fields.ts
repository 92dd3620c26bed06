import type { AmendableOf, Field, RowOf } from '../../../fields/field.js';
import { Provided } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { sortFieldsOf } from '../pagination/sort.js';
import { moment, optionalText, requiredText, revision, wholeNumber, word } from '../directory-fields.js';

/** Values of a flag's Type: the kinds of resource that flags are put on. */
export const flagTypes = ['Organisation', 'Software_Statement', 'Authorisation_Server'] as const;
export type FlagType = (typeof flagTypes)[number];

/** Values of a flag's Status. */
export const flagStatuses = ['Active', 'Inactive'] as const;
export type FlagStatus = (typeof flagStatuses)[number];

/** PostgreSQL's maximum integer. */
export const maxAccessLevel = 2_147_483_647;

const id: Field<'Id', string, 'never'> = {
  wire: 'Id',
  column: 'flag_id',
  type: 'text',
  collation: 'C',
  isNullable: false,
  inRequest: 'never',
  rules: [Provided(), IsText(), CodePoints(1, 40), NoAngleBrackets(), IsStorable()],
  api: {
    type: 'string',
    minLength: 1,
    maxLength: 40,
    pattern: '^[^<>]*$',
    description: 'Unique ID of the flag',
    example: 'f1a90000-0000-4000-8000-000000000001',
  },
  check: `flag_id ~ '^[^<>]*$' AND char_length(flag_id) BETWEEN 1 AND 40`,
  isSortable: true,
  isSearched: false,
};

/** Every field of a flag, in the published order. */
export const flagFields = {
  flagId: id,
  createdAt: moment('CreatedAt', 'When it was created'),
  updatedAt: moment('UpdatedAt', 'When it was last changed'),
  name: requiredText('Name', 1, 255, 'The name of this flag', 'Company kind'),
  description: optionalText('Description', 255, 'The description of this flag', 'What kind of company it is'),
  type: word('Type', flagTypes, 'The type of resource that it can be put on'),
  value: requiredText('Value', 1, 255, 'The value of this flag', 'Bank'),
  status: word('Status', flagStatuses, 'Current status of this flag', { columnDefault: 'Active' }),
  accessLevel: wholeNumber(
    'AccessLevel',
    0,
    maxAccessLevel,
    'The access level as a number. The higher the number, the more sensitive it is',
    { columnDefault: 0 },
  ),
} as const;

/** The columns of a flag's row: its fields and the count of its changes. */
export const flagColumns = { ...flagFields, revision };

/** The fields that the list can be sorted by. */
export const flagSort = sortFieldsOf(flagFields);

/** The order of a list that asks for none. */
export const defaultFlagSort = ['Name,asc', 'Value,asc'];

export type Flag = RowOf<typeof flagFields>;
/** The fields of a flag that an operator may set. */
export type FlagFields = AmendableOf<typeof flagFields>;

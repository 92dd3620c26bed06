import type { Field, RowOf } from '../../../fields/field.js';
import { Provided } from '../../../http/validation/field-rules.js';
import { word } from '../directory-fields.js';
import { maxEmailLength } from '../participants-file/email-address.js';
import { IsUserEmail, userEmailCheck } from './user-email.js';

/** Values of an administrator's Status. */
export const adminUserStatuses = ['Active', 'Inactive'] as const;
export type AdminUserStatus = (typeof adminUserStatuses)[number];

/** Every field of an administrator on the wire, in the published order. */
export const adminUserFields = {
  userEmail: {
    wire: 'UserEmail',
    column: 'user_email',
    type: 'text',
    collation: 'C',
    isNullable: false,
    inRequest: 'required',
    rules: [Provided(), IsUserEmail()],
    api: {
      type: 'string',
      maxLength: maxEmailLength,
      description: 'The email of the admin user, in lower case',
      example: 'someone@sample-bank.example',
    },
    requestApi: { description: 'The email of the admin user, in any case; kept in lower case' },
    check: userEmailCheck,
    isSortable: false,
    isSearched: false,
  } as Field<'UserEmail', string, 'required'>,
  status: word('Status', adminUserStatuses, 'Inactive takes every right on the organisation away', {
    columnDefault: 'Active',
  }),
} as const;

/** An administrator of an organisation, and whether they still are. */
export type AdminUserRecord = RowOf<typeof adminUserFields>;

import type { ErrorDialect } from '../../../http/errors/error-dialect.js';
import { Conflict } from '../../../http/errors/problem.js';

/** The constraints that a caller can break by naming what is there already. */
const taken: ReadonlyMap<string, string> = new Map([
  [
    'organisation_pkey',
    'An organisation with this OrganisationId exists already. Change it with PUT, or send another OrganisationId or none.',
  ],
  [
    'flag_type_name_value_key',
    'A flag with this Type, Name and Value exists already. Use that flag, or send another Name or Value.',
  ],
  [
    'admin_user_pkey',
    'This UserEmail is among the admin users of the organisation already. Change its Status with PUT.',
  ],
]);

/**
 * The published Directory's error body, `{"errors": [sentence, …]}`.
 */
export const directoryErrors: ErrorDialect = {
  matches: (path) => /^\/(organisations|references|webhooks)(\/|$)/.test(path),
  render: (problem) => ({ errors: problem.sentences }),
  headersOf: () => ({}),
  problemFor: (violation) => {
    const sentence = taken.get(violation.constraint);
    return sentence === undefined ? null : new Conflict(sentence);
  },
};

import type { Caller } from '../auth/caller.js';
import { countryCodeFor, isCountryCode } from './countries.js';
import type { OrganisationRecord } from './organisation.fields.js';
import type { OrganisationRelations } from './organisation-relations.repository.js';
import { countryWarnings, logoUriWarnings, registrationIdWarnings } from './value-warnings.js';

const countries = { isCode: isCountryCode, codeFor: countryCodeFor };

/** The facts of a request, beside its result, that decide its warnings. */
export interface WarningGround {
  /** Sentences on what was read differently from what the caller sent. */
  readonly notes: readonly string[];
  /** The fields that were left out and therefore reset. */
  readonly reset: ReadonlySet<'Status' | 'Flags'>;
}

/**
 * Returns warnings about values that are allowed but likely mistakes, one sentence each, beginning with the field's
 * name. `before` is null for a new organisation.
 * @param relations to organisations that the caller may see
 */
export function warningsOf(
  { notes, reset }: WarningGround,
  before: OrganisationRecord | null,
  after: OrganisationRecord,
  { hasParent, hasActiveTwin }: OrganisationRelations,
  caller: Caller,
): string[] {
  return [
    ...notes,
    ...(before === null ? [] : omissionWarnings(reset, before, after, caller)),
    ...countryWarnings('Country', after.country, countries),
    ...countryWarnings('CountryOfRegistration', after.countryOfRegistration, countries),
    ...registrationIdWarnings(after.registrationId),
    ...when(!hasParent, 'ParentOrganisationReference matches no OrganisationId or RegistrationNumber.'),
    ...when(
      hasActiveTwin,
      'RegistrationNumber is that of another Active organisation in the same CompanyRegister.',
    ),
    ...logoUriWarnings(after.logoUri),
  ];
}

function when(holds: boolean, sentence: string): string[] {
  return holds ? [sentence] : [];
}

/** Returns warnings about fields that a PUT left out and so reset to their defaults. */
function omissionWarnings(
  reset: WarningGround['reset'],
  before: OrganisationRecord,
  after: OrganisationRecord,
  caller: Caller,
): string[] {
  const statusChanged = reset.has('Status') && before.status !== after.status;
  const hadFlags = before.flags.some((flag) => flag.accessLevel <= caller.flagClearance);
  return [
    ...when(statusChanged, `Status was left out and went from ${before.status} to ${after.status}.`),
    ...when(reset.has('Flags') && hadFlags, 'Flags was left out and its flags were taken away.'),
  ];
}

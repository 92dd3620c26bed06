import type { Caller } from '../auth/caller.js';
import { countryCodeFor, isCountryCode } from './countries.js';
import { hasLeiCheckDigits, looksLikeLei } from './lei.js';
import type { OrganisationRecord } from './organisation.fields.js';
import type { OrganisationRelations } from './organisation-relations.repository.js';

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
    ...countryWarning('Country', after.country),
    ...countryWarning('CountryOfRegistration', after.countryOfRegistration),
    ...registrationIdWarning(after.registrationId),
    ...when(!hasParent, 'ParentOrganisationReference matches no OrganisationId or RegistrationNumber.'),
    ...when(
      hasActiveTwin,
      'RegistrationNumber is that of another Active organisation in the same CompanyRegister.',
    ),
    ...when(after.logoUri?.startsWith('http://') === true, 'LogoUri is fetched over plain http.'),
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

function countryWarning(field: string, text: string): string[] {
  if (isCountryCode(text)) return [];
  const code = countryCodeFor(text);
  const hint = code === null ? '' : `; the code of ${text} is ${code}`;
  return [`${field} is not an ISO 3166-1 alpha-2 code${hint}.`];
}

function registrationIdWarning(registrationId: string | null): string[] {
  const isWrong =
    registrationId !== null && looksLikeLei(registrationId) && !hasLeiCheckDigits(registrationId);
  return when(
    isWrong,
    'RegistrationId looks like a Legal Entity Identifier, but its check digits do not fit.',
  );
}

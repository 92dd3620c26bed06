import type { FieldSchema } from 'virtual:openapi';
import {
  codePoints,
  noAngleBrackets,
  noAngleBracketsPattern,
  storable,
  type TextCheck,
} from '../../../src/http/validation/text-checks.ts';
import { logoUriChecks } from '../../../src/modules/directory/organisations/logo-uri-checks.ts';
import {
  addressable,
  notReserved,
} from '../../../src/modules/directory/organisations/organisation-id-checks.ts';

/** Rules that a JSON schema can't say, or says as a pattern that nobody can read. */
const moreChecks: Readonly<Record<string, readonly TextCheck[]>> = {
  LogoUri: logoUriChecks,
  OrganisationId: [addressable, notReserved],
};

/** Returns the checks of a text in a field of a request, in the order in which the API reports them. */
export function textChecksOf(field: string, { minLength = 0, maxLength, pattern }: FieldSchema): TextCheck[] {
  return [
    ...(maxLength === undefined ? [] : [codePoints(minLength, maxLength)]),
    ...(pattern === noAngleBracketsPattern ? [noAngleBrackets] : []),
    storable,
    ...(moreChecks[field] ?? []),
  ];
}

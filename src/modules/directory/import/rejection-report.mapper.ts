import type { Rejection } from './import-record.js';

/** One line of the report, its line break included. */
export function toReportLine(rejection: Rejection): string {
  const { line, organisationId, errors } = rejection;
  return `${JSON.stringify({ line, OrganisationId: organisationId, errors })}\n`;
}

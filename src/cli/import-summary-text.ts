import type { ImportSummary } from '../modules/directory/participants-file/import-summary.js';

/** Reasons shown for one rejected record. */
const shownErrors = 5;

/** The summary of an import for people: a line for each count, the largest first. */
export function importSummaryText(title: string, summary: ImportSummary): string {
  const results = [
    row(summary.created, 'created'),
    row(summary.updated, 'updated'),
    row(summary.unchanged, 'unchanged'),
    row(summary.rejected, 'rejected'),
    ...(summary.flagsCreated > 0 ? [row(summary.flagsCreated, 'flags created')] : []),
  ];
  const normalised = Object.entries(summary.normalised).sort(([, one], [, other]) => other - one);
  const leftOut = Object.entries(summary.leftOut).sort(
    ([, one], [, other]) => other.organisations - one.organisations,
  );
  return [
    title,
    ...results,
    ...section(
      'Values read in another form, or left out:',
      normalised.map(([kind, count]) => row(count, kind)),
    ),
    ...section(
      'Left out, since the directory has no such field:',
      leftOut.map(([key, count]) =>
        row(count.organisations, `organisations with ${key} (${count.entries} entries)`),
      ),
    ),
    '',
  ].join('\n');
}

/** The first rejected records with their reasons; empty without one. */
export function rejectionsText({ rejected, firstRejections }: ImportSummary): string {
  if (rejected === 0) return '';
  const title =
    rejected > firstRejections.length ? `the first ${firstRejections.length} of ${rejected}` : 'all';
  const records = firstRejections.flatMap(({ number, organisationId, errors }) => [
    `  record ${number}${organisationId === null ? '' : `, OrganisationId ${organisationId}`}`,
    ...errors.slice(0, shownErrors).map((error) => `    ${error}`),
    ...(errors.length > shownErrors ? [`    and ${errors.length - shownErrors} more`] : []),
  ]);
  return [`Rejected records (${title}):`, ...records, ''].join('\n');
}

function section(title: string, rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...rows];
}

function row(count: number, what: string): string {
  return `${String(count).padStart(9)}  ${what}`;
}

/** SQL for a timestamptz as Notify writes it: UTC, six digits, `Z`; null stays null. `column` is trusted text. */
export function utcTimestamp(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** The prefix that what is archived gets before its name, as `_archived_2026-11-22-01:02:03_` (UTC). */
export function archivePrefix(at: Date): string {
  return `_archived_${at.toISOString().slice(0, 19).replace('T', '-')}_`;
}

/** SQL for a timestamptz as Notify writes it: UTC, six digits, `Z`; null stays null. `column` is trusted text. */
export function utcTimestamp(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

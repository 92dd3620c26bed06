type Value = string | number | boolean | null;

/** Excel reads a file as UTF-8 only if it begins with this mark. */
export const byteOrderMark = '\u{FEFF}';

/** Returns a record of a CSV file with its line end (RFC 4180). */
export function csvRecord(values: readonly Value[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function field(value: Value): string {
  const text = withoutFormula(value === null ? '' : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet runs a text that begins with one of these as a formula; the apostrophe makes it a text. */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

const maxBytes = 1_024;

/** Returns the first KiB of a text in UTF-8 without a part of a character at its end, and without NUL, for PostgreSQL. */
export function firstKib(text: string): string {
  const bytes = Buffer.from(text.replaceAll('\u0000', ''), 'utf8').subarray(0, maxBytes);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

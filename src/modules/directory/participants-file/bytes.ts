/** Bytes without Node's Buffer, for browsers too. A Buffer is a Uint8Array. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the text, with a byte order mark if it has one; null for bytes that are not UTF-8. */
export function utf8TextOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Returns a text with one character for each byte (ISO 8859-1). */
export function latin1TextOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Returns all pieces as one array; a single piece as it is. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = pieces;
  if (only !== undefined && others.length === 0) return only;
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** True for ASCII's blank, tab, line feed, line tabulation, form feed and carriage return. */
export function isBlankByte(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

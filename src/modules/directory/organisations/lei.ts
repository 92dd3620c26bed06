/** True for what has the form of a Legal Entity Identifier (ISO 17442): 20 capital letters and digits. */
export function looksLikeLei(text: string): boolean {
  return /^[A-Z0-9]{20}$/.test(text);
}

/** True where the last two digits of a LEI are those that its other characters make (ISO 7064 MOD 97-10). */
export function hasLeiCheckDigits(lei: string): boolean {
  return remainderBy97(lei) === 1n;
}

/** The LEI of 18 capital letters and digits: these, then their two check digits. */
export function leiOf(base: string): string {
  return `${base}${String(98n - remainderBy97(`${base}00`)).padStart(2, '0')}`;
}

/** Letters count from A = 10. */
function remainderBy97(text: string): bigint {
  const digits = text.replaceAll(/[A-Z]/g, (letter) => String(parseInt(letter, 36)));
  return BigInt(digits) % 97n;
}

/** Returns an e-mail address as the directory compares it: without regard to the case of ASCII letters, and of no others. */
export function asciiLowerCase(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Returns a sentence for each line that contains a secret, and how much was searched. */
export function scanForSecrets(folder: string): { found: string[]; secrets: number; lines: number };

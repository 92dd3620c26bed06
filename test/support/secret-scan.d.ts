/** A sentence for each line that tells a secret, and how much was searched. */
export function scanForSecrets(folder: string): { found: string[]; secrets: number; lines: number };

import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pattern of a JSON Web Token of any issuer: two JSON objects in base64url, and a third part. */
const webToken = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}/;
const wordsOfTokens = /[\w-]{20,}/g;

/**
 * Searches the logs, error bodies and outputs of a run for the secrets used: `secrets-*` contain one JSON string a line,
 * and every other file is searched. Returns a sentence for each line that contains a secret, without the secret.
 * @param {string} folder
 * @returns {{ found: string[], secrets: number, lines: number }}
 */
export function scanForSecrets(folder) {
  const names = readdirSync(folder);
  const secrets = new Set(
    names.filter((name) => name.startsWith('secrets-')).flatMap((name) => readSecrets(join(folder, name))),
  );
  // The many tokens are found by their signature; for the few other secrets every encoding is searched.
  const isToken = (secret) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret);
  const signatures = new Set(
    [...secrets].filter(isToken).map((token) => token.slice(token.lastIndexOf('.') + 1)),
  );
  const others = [...secrets].filter((secret) => !isToken(secret)).flatMap(formsOf);
  const found = [];
  let lines = 0;
  for (const name of names.filter((each) => !each.startsWith('secrets-'))) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      lines += 1;
      const what = whatIsTold(line, signatures, others);
      if (what !== null) found.push(`${name} tells ${what}: ${masked(line, [...others, ...signatures])}`);
    }
  }
  return { found, secrets: secrets.size, lines };
}

function whatIsTold(line, signatures, others) {
  if (webToken.test(line)) return 'a token';
  if ((line.match(wordsOfTokens) ?? []).some((word) => signatures.has(word)))
    return 'the signature of a token';
  return others.some((secret) => line.includes(secret)) ? 'a secret' : null;
}

/** Returns the secret as plain text, in its URL and JSON encodings, and in base64. */
function formsOf(secret) {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return [...new Set([...forms, Buffer.from(secret).toString('base64').replace(/=+$/, '')])];
}

function masked(line, secrets) {
  const plain = line.replace(new RegExp(webToken.source, 'g'), '<token>').slice(0, 2_000);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '<secret>'), plain).slice(0, 300);
}

function readSecrets(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

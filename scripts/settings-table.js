/**
 * Writes the table of settings into docs/operations/settings.md. Names, defaults and descriptions come from .env.example,
 * which a test compares with src/config; the allowed values are those that src/config itself names when it rejects a
 * value. `--check` writes nothing and exits with 1 if the document is stale.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'oxfmt';

const root = join(import.meta.dirname, '..');
const build = spawnSync(process.execPath, [join(root, 'scripts', 'ensure-built.js')], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
const { readConfig } = await import('../dist/config/config.js');

const path = join(root, 'docs', 'operations', 'settings.md');
const [begin, end] = ['<!-- settings: written by scripts/settings-table.js -->', '<!-- /settings -->'];

/** Returns the settings of .env.example. The comment above a setting is its meaning. */
function readSettings() {
  const settings = [];
  let comment = [];
  for (const line of readFileSync(join(root, '.env.example'), 'utf8').split('\n')) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (line.startsWith('#')) comment.push(line.slice(1).trim());
    else {
      if (name !== undefined) settings.push({ name, value, meaning: comment.join(' ') });
      comment = [];
    }
  }
  return settings;
}

/** Returns the allowed values, in the words with which the configuration rejects a value that no setting allows. */
function allowedValuesOf(name) {
  try {
    // Without the permission, an unknown HOST is refused for what it would expose.
    readConfig({ ALLOW_DEVELOPMENT_ON_NETWORK: 'true', [name]: '?' }, 'service');
    return 'any text';
  } catch (error) {
    const sentence = error.message.split('\n').find((line) => line.includes(`${name} `)) ?? '';
    return /allowed: (.+?)\.?$/.exec(sentence)?.[1] ?? 'any text';
  }
}

const cell = (text) => text.replaceAll('|', String.raw`\|`).replaceAll(/<([^>]+)>/g, String.raw`\<$1\>`);
const rows = readSettings().map(({ name, value, meaning }) => {
  const fallback = value === '' ? 'not set' : `\`${value}\``;
  return `| \`${name}\` | ${fallback} | ${cell(allowedValuesOf(name))} | ${cell(meaning)} |`;
});
const table = ['| setting | default | allowed | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');

const text = readFileSync(path, 'utf8');
const [before, rest = ''] = text.split(begin);
const after = rest.split(end)[1] ?? '';
const { code: written } = await format(path, `${before}${begin}\n\n${table}\n\n${end}${after}`);
if (!process.argv.includes('--check')) writeFileSync(path, written);
else if (written !== text) {
  console.error('docs/operations/settings.md is stale. Run `npm run settings-table`.');
  process.exitCode = 1;
}

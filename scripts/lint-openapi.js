/** Lints the OpenAPI documents by the recommended rules of Redocly (redocly.yaml) and Spectral. A warning fails too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lint, loadConfig } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

const root = join(import.meta.dirname, '..');
const names =
  process.argv.length > 2 ? process.argv.slice(2) : ['openapi/directory.json', 'openapi/notify.json'];
const config = await loadConfig({ configPath: join(root, 'redocly.yaml') });

async function redocly(file) {
  const alias = Object.entries(config.resolvedConfig.apis ?? {}).find(([, api]) =>
    file.endsWith(api.root),
  )?.[0];
  const problems = await lint({ ref: file, config: config.forAlias(alias) });
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`,
  );
}

async function spectral(file) {
  const linter = new spectralCore.Spectral();
  linter.setRuleset({ extends: [spectralRulesets.oas] });
  const results = await linter.run(readFileSync(file, 'utf8'));
  return results.map(({ code, message, path }) => `${code}: ${message} (${path.join('/')})`);
}

let faults = 0;
for (const name of names) {
  const file = join(root, name);
  const found = [...(await redocly(file)), ...(await spectral(file))];
  for (const fault of found) console.error(`${name}: ${fault}`);
  faults += found.length;
}
if (faults === 0) console.log(`${names.length} documents without an error or a warning`);
process.exitCode = faults > 0 ? 1 : 0;

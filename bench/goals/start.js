/** Goal 12: time from the start of the process to the first 200 of the list. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { line } from '../report.js';
import { figure, median, range, spread } from '../statistics.js';
import { tell } from '../tell.js';

const most = { postgresql: 3, embedded: 6 };

export async function measureStart({ servers, plan, folder }) {
  const postgresql = [];
  for (let start = 1; start <= plan.starts; start++) {
    tell(`start on PostgreSQL, ${start} of ${plan.starts}`);
    postgresql.push(await secondsOf(servers.startService({}, { core: null })));
  }
  const [first, again] = [[], []];
  for (let start = 1; start <= Math.min(3, plan.starts); start++) {
    tell(`start on the embedded database, ${start}`);
    const dataDir = join(folder, `embedded-${start}`);
    mkdirSync(dataDir);
    for (const times of [first, again]) times.push(await secondsOf(startEmbedded(servers, dataDir)));
  }
  return [startLine({ postgresql, first, again })];
}

/** As on a developer's machine: only the issuer is set, so the service migrates and loads the sample. */
function startEmbedded(servers, dataDir) {
  return servers.startService(
    {
      NODE_ENV: 'development',
      DATABASE_URL: '',
      DATA_DIR: dataDir,
      NOTIFY_ADMIN_SECRETS: '',
    },
    { core: null },
  );
}

async function secondsOf(starting) {
  const server = await starting;
  await server.stop();
  return server.startedInMs / 1_000;
}

function startLine({ postgresql, first, again }) {
  return line({
    number: 12,
    measured: `on PostgreSQL ${figure(median(postgresql))} s; embedded database, first start with sample ${figure(median(first))} s, second ${figure(median(again))} s`,
    spread: `${range(spread(postgresql))} s; ${range(spread(first))} s; ${range(spread(again))} s`,
    isMet: median(postgresql) <= most.postgresql && Math.max(median(first), median(again)) <= most.embedded,
    details: { postgresqlS: postgresql, embeddedFirstS: first, embeddedAgainS: again },
  });
}

/** Goal 8: PUT with flags and history, compared with one statement and with TypeORM's `save`; and concurrent reads. */
import { join } from 'node:path';
import { checkWritten, writeAmendments } from '../amendments.js';
import { serverCore } from '../machine.js';
import { runNode } from '../processes.js';
import { line } from '../report.js';
import { figure, median, range, ratio, spread } from '../statistics.js';
import { tell } from '../tell.js';

const clients = 16;
const pacePerSecond = 100;
const readPath = '/organisations?size=25';
const writers = 3;

export async function measureAmendments(bench) {
  const { servers, load, plan, issuer, mode } = bench;
  await servers.stopPeers();
  const server = await servers.shipped();
  const reader = await servers.withoutPageCache();
  const contestants = {
    put: {
      work: await writeAmendments(bench, 0, writers),
      write: (work, how) => load.amend(server, work, how),
    },
    statement: { work: await writeAmendments(bench, 1, writers), write: loopOf(bench, 'one-statement.js') },
    save: { work: await writeAmendments(bench, 2, writers), write: loopOf(bench, 'typeorm-save.js') },
  };
  const rates = { put: [], statement: [], save: [] };
  const rounds = Math.min(3, plan.rounds);
  const seconds = mode === 'full' ? 8 : 1.5;
  tell('amendments, warming up');
  await load.amend(server, contestants.put.work, { clients, seconds: plan.warmUpS });
  for (let round = 1; round <= rounds; round++) {
    tell(`amendments, round ${round} of ${rounds}`);
    for (const [name, { work, write }] of Object.entries(contestants)) {
      rates[name].push(await write(work, { clients, seconds }));
      await checkWritten(server, work, clients, issuer.adminToken);
    }
  }
  const reads = await measureReads(bench, server, reader, contestants.put.work, rounds);
  return [amendmentLine(rates, reads)];
}

/** A loop in its own process, on the core of the server that it replaces, with its own warm-up. */
function loopOf({ servers, databases, folder, mode }, script) {
  return async (work, { seconds }) => {
    const { serviceUrl } = await databases.large();
    const { printed } = await runNode([join(servers.peers, script)], {
      core: serverCore,
      logFile: join(folder, `loop-${Date.now()}.log`),
      environment: {
        NODE_ENV: 'production',
        DATABASE_URL: serviceUrl,
        FILE: work.file,
        FIRST: String(work.first),
        CLIENTS: String(clients),
        WARM_UP_SECONDS: mode === 'full' ? '5' : '1',
        SECONDS: String(seconds),
      },
    });
    const { rate, next } = JSON.parse(printed.trim().split('\n').at(-1));
    work.first = next;
    return rate;
  };
}

/** Reads alone and during amendments at the same instance: one without the page cache, and one as shipped. */
async function measureReads({ load, plan }, shipped, uncached, work, rounds) {
  const results = {};
  for (const [name, server] of [
    ['uncached', uncached],
    ['shipped', shipped],
  ]) {
    await load.read([server], readPath, { seconds: plan.warmUpS });
    const found = { alone: [], along: [], paces: [] };
    for (let round = 1; round <= rounds; round++) {
      tell(`reads beside amendments (${name}), round ${round} of ${rounds}`);
      found.alone.push(await load.read([server], readPath, { seconds: plan.sampleS }));
      const both = await load.readWhileAmending(server, readPath, work, {
        seconds: plan.sampleS,
        perSecond: pacePerSecond,
      });
      found.along.push(both.reads);
      found.paces.push(both.amendments);
    }
    results[name] = { ...found, kept: ratio(found.along, found.alone) };
  }
  return results;
}

function amendmentLine(rates, reads) {
  const toStatement = ratio(rates.put, rates.statement);
  const toSave = ratio(rates.put, rates.save);
  const { kept, paces } = reads.uncached;
  const isPaced = median(paces) >= 0.95 * pacePerSecond;
  return line({
    number: 8,
    measured:
      `${figure(median(rates.put))}/s; one statement ${figure(median(rates.statement))}/s, so ${figure(toStatement.median)} x; ` +
      `save ${figure(median(rates.save))}/s, so ${figure(toSave.median)} x; reads keep ${figure(kept.median * 100)} % ` +
      `(as shipped ${figure(reads.shipped.kept.median * 100)} %) beside ${figure(median(paces))} PUT/s`,
    spread: `${range(spread(rates.put))}/s; ${range(toStatement)} x; ${range(toSave)} x; ${figure(kept.least * 100)} to ${figure(kept.most * 100)} %`,
    isMet: toStatement.median >= 0.6 && toSave.median >= 6 && kept.median >= 0.7 && isPaced,
    details: { toStatement, toSave, rates, reads },
  });
}

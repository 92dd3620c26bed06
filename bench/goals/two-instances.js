/** Goal 11: two instances compared with one, without binding to cores. */
import { LoadGenerator } from '../load.js';
import { withIdleShare } from '../machine.js';
import { line } from '../report.js';
import { figure, median, range, ratio } from '../statistics.js';
import { tell } from '../tell.js';

const path = '/organisations?size=25';
const least = 1.5;
const settings = { 'without page cache': { PAGE_CACHE_MB: '0' }, 'as shipped': {} };

export async function measureTwoInstances({ servers, plan, folder, issuer }) {
  await servers.stopAll();
  const load = new LoadGenerator(folder, issuer.adminToken, null);
  const rounds = Math.min(4, plan.rounds);
  const results = {};
  for (const [name, environment] of Object.entries(settings)) {
    const start = () => servers.startService(environment, { core: null });
    const instances = await Promise.all([start(), start()]);
    const rates = { one: [], two: [], idle: [] };
    tell(`two instances (${name}), warming up`);
    await load.read(instances, path, { seconds: plan.warmUpS });
    for (let round = 1; round <= rounds; round++) {
      tell(`two instances (${name}), round ${round} of ${rounds}`);
      const alone = await withIdleShare(() =>
        load.read(instances.slice(0, 1), path, { seconds: plan.sampleS }),
      );
      rates.one.push(alone.result);
      rates.idle.push(alone.idle);
      rates.two.push(await load.read(instances, path, { seconds: plan.sampleS }));
    }
    await Promise.all(instances.map((instance) => instance.stop()));
    results[name] = { ...rates, gain: ratio(rates.two, rates.one) };
  }
  await load.process.stop();
  return [instancesLine(results)];
}

function instancesLine(results) {
  const judged = results['without page cache'];
  const entries = Object.entries(results);
  return line({
    number: 11,
    measured: entries
      .map(
        ([name, { one, two, idle, gain }]) =>
          `${name} ${figure(median(two))}/s against ${figure(median(one))}/s, so ${figure(gain.median)} x ` +
          `(one leaves ${figure(median(idle) * 100)} % of the machine idle)`,
      )
      .join('; '),
    spread: entries.map(([name, { gain }]) => `${name} ${range(gain)} x`).join('; '),
    isMet: judged.gain.median >= least,
    details: results,
  });
}

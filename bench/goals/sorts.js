/** Goal 6: the first and last page of every other order, first and repeated without changes. */
import { line } from '../report.js';
import { figure, median, spread } from '../statistics.js';
import { tell } from '../tell.js';

const size = 25;
/** Milliseconds, from the contract. */
const max = { first: 600, repeated: 5 };
/** Fields of the contract's organisation by which the list can be sorted, except the default. */
const fields = [
  'OrganisationId',
  'Status',
  'OrganisationName',
  'LegalEntityName',
  'CountryOfRegistration',
  'CompanyRegister',
  'Size',
  'RegistrationNumber',
  'RegistrationId',
  'RegisteredName',
  'AddressLine1',
  'AddressLine2',
  'City',
  'Postcode',
  'Country',
  'ParentOrganisationReference',
  'RequiresParticipantTermsAndConditionsSigning',
  'LogoUri',
];

export async function measureSorts({ servers, load, plan, rows, mode }) {
  const servedBy = { first: await servers.withoutPageCache(), repeated: await servers.shipped() };
  const pages = { first: 0, last: Math.ceil(rows / size) - 1 };
  const requests = mode === 'full' ? 9 : 3;
  for (const server of Object.values(servedBy)) {
    await load.read([server], '/organisations?size=25', { seconds: plan.warmUpS });
  }
  const cases = [];
  for (const field of fields) {
    tell(`order by ${field}`);
    for (const direction of ['asc', 'desc']) {
      for (const [place, page] of Object.entries(pages)) {
        const path = `/organisations?size=${size}&page=${page}&sort=${field},${direction}`;
        for (const [time, server] of Object.entries(servedBy)) {
          const times = await load.sequence(
            server,
            Array.from({ length: requests }, () => path),
            plan.requestsS,
          );
          cases.push({ field, direction, place, time, ms: median(times) });
        }
      }
    }
  }
  const first = timesOf(cases, 'first');
  const repeated = timesOf(cases, 'repeated');
  return [
    line({
      number: 6,
      measured: `first time: slowest ${told(first.slowest)}, ${first.within} of ${first.count} within ${max.first} ms; repeated: slowest ${told(repeated.slowest)}, ${repeated.within} of ${repeated.count} within ${max.repeated} ms`,
      spread: `p50 ${figure(first.spread.least)} to ${figure(first.spread.most)} ms; ${figure(repeated.spread.least)} to ${figure(repeated.spread.most)} ms`,
      isMet: first.within === first.count && repeated.within === repeated.count,
      details: { cases },
    }),
  ];
}

function timesOf(cases, time) {
  const here = cases.filter((item) => item.time === time);
  return {
    slowest: here.reduce((one, other) => (one.ms >= other.ms ? one : other)),
    within: here.filter(({ ms }) => ms <= max[time]).length,
    count: here.length,
    spread: spread(here.map(({ ms }) => ms)),
  };
}

function told({ field, direction, place, ms }) {
  return `${place} page of ${field} ${direction} ${figure(ms)} ms`;
}

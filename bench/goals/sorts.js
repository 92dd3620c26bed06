/** Goal 6: the first and the last page of every other order. */
import { line } from '../report.js';
import { figure, median, spread } from '../statistics.js';
import { tell } from '../tell.js';

const size = 25;
const most = { first: 5, last: 250 };
/** Fields of the contract's organisation that the list can be ordered by, the default one left out. */
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
  const server = await servers.withoutPageCache();
  const pages = { first: 0, last: Math.ceil(rows / size) - 1 };
  const requests = mode === 'full' ? 9 : 3;
  await load.read([server], '/organisations?size=25&sort=City', { seconds: plan.warmUpS });
  const cases = [];
  for (const field of fields) {
    tell(`order by ${field}`);
    for (const direction of ['asc', 'desc']) {
      for (const [place, page] of Object.entries(pages)) {
        const path = `/organisations?size=${size}&page=${page}&sort=${field},${direction}`;
        const times = await load.sequence(
          server,
          Array.from({ length: requests }, () => path),
          plan.requestsS,
        );
        cases.push({ field, direction, place, ms: median(times) });
      }
    }
  }
  const first = placeOf(cases, 'first');
  const last = placeOf(cases, 'last');
  return [
    line({
      number: 6,
      measured: `first page: slowest ${told(first.slowest)}, ${first.within} of ${first.count} within ${most.first} ms; last page: slowest ${told(last.slowest)}, ${last.within} of ${last.count} within ${most.last} ms`,
      spread: `p50 ${figure(first.spread.least)} to ${figure(first.spread.most)} ms; ${figure(last.spread.least)} to ${figure(last.spread.most)} ms`,
      isMet: first.within === first.count && last.within === last.count,
      details: { cases },
    }),
  ];
}

function placeOf(cases, place) {
  const here = cases.filter((item) => item.place === place);
  return {
    slowest: here.reduce((one, other) => (one.ms >= other.ms ? one : other)),
    within: here.filter(({ ms }) => ms <= most[place]).length,
    count: here.length,
    spread: spread(here.map(({ ms }) => ms)),
  };
}

function told({ field, direction, ms }) {
  return `${field} ${direction} ${figure(ms)} ms`;
}

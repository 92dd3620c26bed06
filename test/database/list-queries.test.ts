import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultOrderPlan } from '../../src/modules/directory/organisations/listing/default-order-plan.js';
import {
  type ListRequest,
  type PagePlan,
  pageStatement,
} from '../../src/modules/directory/organisations/listing/page-plan.js';
import { plainPlan } from '../../src/modules/directory/organisations/listing/plain-plan.js';
import { searchPlan } from '../../src/modules/directory/organisations/listing/search-plan.js';
import { sortedPlan } from '../../src/modules/directory/organisations/listing/sorted-plan.js';
import { organisationSort } from '../../src/modules/directory/organisations/organisation.fields.js';
import { Parameters } from '../../src/modules/directory/organisations/parameters.js';
import { toSortSteps } from '../../src/modules/directory/pagination/sort.js';
import { noFilter } from '../support/builders/listed-organisations.js';

const folder = join(import.meta.dirname, 'queries');

function listRequest(sort: readonly string[], page: number, text: string | null = null): ListRequest {
  return {
    filter: { ...noFilter, text },
    visibility: { readsAll: true, userEmail: null, flagClearance: 0 },
    order: toSortSteps(sort, organisationSort),
    page: { number: page, size: 25 },
  };
}

const ofUser = (request: ListRequest): ListRequest => ({
  ...request,
  visibility: { readsAll: false, userEmail: 'user@bank.example', flagClearance: 0 },
});

const withConditions = (request: ListRequest): ListRequest => ({
  ...request,
  filter: {
    ...noFilter,
    status: 'Pending',
    country: 'GB',
    flag: 'flag-1',
    parent: 'org-1',
    createdIn: '2026-11',
  },
});

const byDefault = ['CreatedOn,asc'];
const farFromStart = { organisations: 1_000 };
const nearStart = { organisations: Infinity };

const plans: readonly (readonly [string, (parameters: Parameters) => PagePlan | null])[] = [
  ['default-order-first-page', (parameters) => defaultOrderPlan(listRequest(byDefault, 0), parameters)],
  ['default-order-deep-page', (parameters) => defaultOrderPlan(listRequest(byDefault, 1_000), parameters)],
  ['sorted-first-page', (parameters) => sortedPlan(listRequest(['Size'], 0), parameters, nearStart)],
  ['sorted-descending', (parameters) => sortedPlan(listRequest(['Size,desc'], 2), parameters, nearStart)],
  [
    'sorted-two-fields',
    (parameters) => sortedPlan(listRequest(['Country', 'City,desc'], 2), parameters, nearStart),
  ],
  ['sorted-from-the-end', (parameters) => sortedPlan(listRequest(['Size'], 39), parameters, farFromStart)],
  ['search', (parameters) => searchPlan(listRequest(byDefault, 0, 'bank'), parameters, null)],
  [
    'search-known-total',
    (parameters) =>
      searchPlan(listRequest(byDefault, 1, 'bank'), parameters, { version: '1 2 3', total: 4_000 }),
  ],
  ['search-two-words', (parameters) => searchPlan(listRequest(byDefault, 0, 'first bank'), parameters, null)],
  [
    'search-field-and-flag',
    (parameters) => searchPlan(withConditions(listRequest(byDefault, 0)), parameters, null),
  ],
  ['user', (parameters) => plainPlan(ofUser(listRequest(byDefault, 0)), parameters)],
];

function sqlOf(planner: (parameters: Parameters) => PagePlan | null): string {
  const plan = planner(new Parameters());
  if (plan === null) throw new Error('the planner has no plan');
  return `${pageStatement(plan).replace(/^ {4}/gm, '')}\n`;
}

describe('test/database/queries', () => {
  it.each(plans)(
    '%s.sql equals the statement of the plan; WRITE_QUERIES=true npx jest test/database/list-queries writes the file',
    (name, planner) => {
      const file = join(folder, `${name}.sql`);
      if (process.env.WRITE_QUERIES === 'true') {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, sqlOf(planner));
      }
      expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(sqlOf(planner));
    },
  );
});

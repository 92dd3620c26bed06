import fc from 'fast-check';
import { toSortSteps } from '../../src/modules/directory/pagination/sort.js';
import { defaultOrderPlan } from '../../src/modules/directory/organisations/listing/default-order-plan.js';
import {
  type ListRequest,
  type PagePlan,
  pageStatement,
} from '../../src/modules/directory/organisations/listing/page-plan.js';
import { plainPlan } from '../../src/modules/directory/organisations/listing/plain-plan.js';
import { isSearch, searchPlan } from '../../src/modules/directory/organisations/listing/search-plan.js';
import { sortedPlan } from '../../src/modules/directory/organisations/listing/sorted-plan.js';
import type { OrganisationFilter } from '../../src/modules/directory/organisations/organisation-visibility.js';
import { organisationSort } from '../../src/modules/directory/organisations/organisation.fields.js';
import { Parameters } from '../../src/modules/directory/organisations/parameters.js';
import {
  insertOrganisations,
  listedOrganisations,
  noFilter,
} from '../support/builders/listed-organisations.js';
import { aFlag, type OrganisationRow } from '../support/builders/organisation.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { propertyRuns } from '../support/property-runs.js';

const organisations = 300;

const sort = fc.uniqueArray(
  fc.record({
    field: fc.constantFrom(...organisationSort.fields.map(({ wireName }) => wireName)),
    direction: fc.constantFrom('asc', 'desc'),
  }),
  { minLength: 1, maxLength: 3, selector: ({ field }) => field },
);

/** Pages of every size, from the first to beyond the last. */
const page = fc
  .record({ size: fc.integer({ min: 1, max: 120 }), part: fc.double({ min: 0, max: 1.1, noNaN: true }) })
  .map(({ size, part }) => ({ size, number: Math.floor((part * organisations) / size) }));

const listRequest = (
  sorts: readonly string[],
  where: Pick<ListRequest, 'page'>,
  onlyActive: boolean,
  text: string | null = null,
): ListRequest => ({
  filter: { ...noFilter, text, onlyActive },
  visibility: { readsAll: true, userEmail: null, flagClearance: 0 },
  order: toSortSteps(sorts, organisationSort),
  page: where.page,
});

/** Terms of one or more letters, in one row or in all, with LIKE wildcards, or only of combining marks. */
const terms = [
  'a',
  'B',
  'ban',
  'bank',
  'Bänk',
  'ba\u0308nk ba',
  'elan',
  'strasse',
  'gb',
  'org-1',
  'ORG-149',
].concat(['only one', '😀', '%', '_', '\\', '100%', '1', 'nothing of the kind', '\u0301', 'small']);

/** Flags of every n-th organisation, within and above the clearance of the reader. */
const flags: Readonly<Record<string, { readonly every: number; readonly access_level: number }>> = {
  common: { every: 2, access_level: 0 },
  rare: { every: 70, access_level: 0 },
  hidden: { every: 3, access_level: 1 },
  unused: { every: organisations * 2, access_level: 0 },
};

/** Conditions on fields and flags, each of them in half of the filters. */
const conditions = fc.record({
  status: fc.option(fc.constantFrom('Pending', 'Withdrawn')),
  country: fc.option(fc.constantFrom('GB', 'gb', 'DE')),
  flag: fc.option(fc.constantFrom(...Object.keys(flags), 'no such flag')),
  parent: fc.option(fc.constantFrom('Bank', 'bank', 'org-1')),
  createdIn: fc.option(fc.constantFrom('2024-01', '2023-06', '2023-05', '2024', '0001', '9999-12')),
});

type Planner = (request: ListRequest, parameters: Parameters) => PagePlan | null;

interface Answer {
  readonly totalSize: string;
  readonly version: string;
  readonly keys: unknown;
}

describe('plans of a page', () => {
  const runs = propertyRuns();
  const { seed } = runs;
  let database: TestDatabase;
  let listed: OrganisationRow[];
  beforeAll(async () => {
    database = await createTestDatabase();
    listed = listedOrganisations(organisations, seed);
    await insertOrganisations(database, listed);
    for (const [flag_id, { every, access_level }] of Object.entries(flags)) {
      const carriers = listed.filter((_, index) => index % every === 0);
      await aFlag(
        database,
        { flag_id, value: flag_id, access_level },
        carriers.map(({ organisation_id }) => organisation_id),
      );
    }
    await database.query('ANALYZE directory.organisation');
    await cutCountBuckets(database);
  });
  afterAll(() => database.drop());

  const answer = async (planner: Planner, request: ListRequest): Promise<Answer> => {
    const parameters = new Parameters();
    const plan = planner(request, parameters);
    if (plan === null) throw new Error('the planner has no plan');
    const [row] = await database.query<Answer>(pageStatement(plan), parameters.values);
    if (row === undefined) throw new Error('the statement has no row');
    return row;
  };

  const agree = async (planner: Planner, request: ListRequest): Promise<void> => {
    expect(await answer(planner, request)).toEqual(await answer(plainPlan, request));
  };

  it(`sortedPlan in any order equals the plain plan, from either end (PROPERTY_SEED=${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        sort,
        page,
        fc.boolean(),
        fc.boolean(),
        async (steps, where, onlyActive, fromTheEnd) => {
          const sorts = steps.map(({ field, direction }) => `${field},${direction}`);
          const estimate = { organisations: fromTheEnd ? 0 : Infinity };
          await agree(
            (request, parameters) => sortedPlan(request, parameters, estimate),
            listRequest(sorts, { page: where }, onlyActive),
          );
        },
      ),
      runs,
    );
  });

  it.each(organisationSort.fields.flatMap(({ wireName }) => [[`${wireName},asc`], [`${wireName},desc`]]))(
    'sortedPlan equals the plain plan on every page of %s, from either end',
    async (sorted) => {
      for (const end of [0, Infinity]) {
        for (let number = 0; number <= 5; number += 1) {
          await agree(
            (request, parameters) => sortedPlan(request, parameters, { organisations: end }),
            listRequest([sorted], { page: { number, size: 67 } }, number % 2 === 1),
          );
        }
      }
    },
  );

  it(`plainPlan finds exactly the organisations that contain a substring (PROPERTY_SEED=${seed})`, async () => {
    const texts = await database.query<{ text: string }>(`
      SELECT concat_ws(' ', organisation_name, legal_entity_name, registration_number, organisation_id, city) AS text
      FROM directory.organisation`);
    const letters = fc
      .tuple(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('', ' ', '%', '_', '\\'),
      )
      .map(([{ text }, start, length, inside]) => {
        const piece = Array.from(text).slice(start % text.length, (start % text.length) + length);
        return [...piece.slice(0, 7), inside, ...piece.slice(7)].join('');
      })
      .filter((piece) => piece !== '');
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        const request = listRequest(['OrganisationId'], { page: { number: 0, size: 1_000 } }, false, text);
        const { totalSize } = await answer(plainPlan, request);
        const [expected] = await database.query<{ count: string }>(
          `SELECT count(*) FROM directory.organisation
            WHERE directory.fold($1) <> '' AND strpos(search_text, directory.fold($1)) > 0`,
          [text],
        );
        expect([text, totalSize]).toEqual([text, expected?.count]);
      }),
      runs,
    );
  });

  it(`searchPlan equals the plain plan for rare and common terms, with and without a known total (PROPERTY_SEED=${seed})`, async () => {
    const totals = fc.constantFrom('unknown', 'known', 'known at another version');
    const most = fc.constantFrom(1, 20, 1_000);
    const term = fc.constantFrom(...terms);
    await fc.assert(
      fc.asyncProperty(
        sort,
        page,
        fc.boolean(),
        term,
        totals,
        most,
        async (steps, where, onlyActive, ...search) => {
          const [text, counted, fewest] = search;
          const sorts = steps.map(({ field, direction }) => `${field},${direction}`);
          const request = listRequest(sorts, { page: where }, onlyActive, text);
          const plain = await answer(plainPlan, request);
          const known = {
            unknown: null,
            known: { version: plain.version, total: Number(plain.totalSize) },
            'known at another version': { version: `${plain.version}0`, total: 12_345 },
          }[counted];
          const planner: Planner = (asked, parameters) => searchPlan(asked, parameters, known, fewest);
          expect(await answer(planner, request)).toEqual(plain);
        },
      ),
      runs,
    );
  });

  it(`searchPlan and plainPlan list what conditions on fields and flags name (PROPERTY_SEED=${seed})`, async () => {
    const isNamed = (row: OrganisationRow, index: number, filter: OrganisationFilter): boolean => {
      const carried = flags[filter.flag ?? ''];
      const isMet: Readonly<Record<string, boolean>> = {
        status: row.status === filter.status,
        country: row.country === filter.country,
        parent: row.parent_organisation_reference === filter.parent,
        createdIn: String(row.created_on).startsWith(filter.createdIn ?? ''),
        flag: carried?.access_level === 0 && index % carried.every === 0,
      };
      return Object.entries(filter).every(([name, value]) => value === null || isMet[name] !== false);
    };
    await fc.assert(
      fc.asyncProperty(conditions, fc.constantFrom(1, 20, 1_000), async (named, fewest) => {
        const request = listRequest(['OrganisationId'], { page: { number: 0, size: organisations } }, false);
        const narrowed = { ...request, filter: { ...request.filter, ...named } };
        const plain = await answer(plainPlan, narrowed);
        const expected = listed.filter((row, index) => isNamed(row, index, narrowed.filter));
        expect(((plain.keys ?? []) as [string][]).map(([id]) => id).sort()).toEqual(
          expected.map(({ organisation_id }) => organisation_id).sort(),
        );
        expect(plain.totalSize).toBe(String(expected.length));
        if (isSearch(narrowed))
          expect(await answer((asked, added) => searchPlan(asked, added, null, fewest), narrowed)).toEqual(
            plain,
          );
      }),
      runs,
    );
  });

  it('searchPlan counts each letter and each digit, in any case and with accents', async () => {
    for (const text of 'abcdefghijklmnopqrstuvwxyz0123456789AZéßK') {
      for (const onlyActive of [false, true]) {
        const request = listRequest(['City'], { page: { number: 0, size: 5 } }, onlyActive, text);
        const counted = await answer((asked, parameters) => searchPlan(asked, parameters, null, 1), request);
        expect([text, counted]).toEqual([text, await answer(plainPlan, request)]);
      }
    }
  });

  it.each(organisationSort.fields)(
    'plainPlan returns $wireName,desc as the exact reverse of asc',
    async ({ wireName }) => {
      const whole = { page: { number: 0, size: organisations } };
      const [ascending, descending] = [
        await answer(plainPlan, listRequest([`${wireName},asc`], whole, false)),
        await answer(plainPlan, listRequest([`${wireName},desc`], whole, false)),
      ];
      expect(ascending.keys).toHaveLength(organisations);
      expect(descending.keys).toEqual([...(ascending.keys as unknown[])].reverse());
    },
  );

  it(`defaultOrderPlan from a count bucket equals the plain plan (PROPERTY_SEED=${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(page, fc.boolean(), async (where, onlyActive) => {
        await agree(
          (request, parameters) => defaultOrderPlan(request, parameters, -1),
          listRequest(['CreatedOn,asc'], { page: where }, onlyActive),
        );
      }),
      runs,
    );
  });
});

/** Creates small buckets, so that pages start in many buckets. */
async function cutCountBuckets(database: TestDatabase): Promise<void> {
  await database.query('DELETE FROM directory.organisation_count_bucket');
  await database.query(`
    INSERT INTO directory.organisation_count_bucket (created_on, organisation_id, total, active)
    SELECT CASE WHEN part = 0 THEN '-infinity' ELSE min(created_on) END,
      CASE WHEN part = 0 THEN '' ELSE (array_agg(organisation_id ORDER BY created_on, organisation_id))[1] END,
      count(*), count(*) FILTER (WHERE status = 'Active')
    FROM (
      SELECT created_on, organisation_id, status,
        (row_number() OVER (ORDER BY created_on, organisation_id) - 1) / 37 AS part
      FROM directory.organisation) numbered
    GROUP BY part`);
}

import pg from 'pg';
import { check } from '../../src/http/validation/check.js';
import type { InputClass } from '../../src/http/validation/validation-plan.js';
import {
  maxEmailLength,
  userEmailPattern,
} from '../../src/modules/directory/participants-file/email-address.js';
import {
  OrganisationPath,
  OrganisationUpdateRequest,
} from '../../src/modules/directory/organisations/organisation.dto.js';
import { aFlag, anAdminUser, anOrganisation, anOrganisationBody } from '../support/builders/organisation.js';
import { laboriousLogoUris, logoUriCases } from '../support/logo-uri-cases.js';
import {
  fieldRules,
  organisationIdCases,
  type TextCase,
  textCasesOf,
} from '../support/organisation-field-rules.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { notText, textOutcomes } from '../support/text-outcomes.js';

const userEmails = [
  'a@b.co',
  'a.b+c@bank.example',
  '"a b"@bank.example',
  'a@[192.0.2.1]',
  'é@bank.example',
  '',
  'a',
  'a@b',
  'a@b.c',
  'a@@b.co',
  '.a@b.co',
  'a.@b.co',
  'a..b@b.co',
  'a b@b.co',
  '""@b.co',
  'a@b.co ',
  ' a@b.co',
  'a@b.co\n',
  'a@b.123',
  'a@bänk.example',
  'a@-.co',
  'a@[1.2.3]',
  '<a>@b.co',
  '"<a>"@b.co',
  'a@b.co,c@d.co',
  `${'a'.repeat(248)}@b.com`,
  `${'a'.repeat(249)}@b.com`,
  `a@${'b.'.repeat(125)}com`,
];

const isWithoutOuterSpace = ({ value }: TextCase): boolean => value === value.trim();

describe('the tables of organisations', () => {
  let database: TestDatabase;
  /** Contains an unreferenced organisation and flag, so that their ids can be changed. */
  let unrelated: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await anOrganisation(database);
    await aFlag(database, { flag_id: 'flag-1' }, ['org-1']);
    await anAdminUser(database, 'org-1', 'admin@bank.example');
    await database.query(
      `INSERT INTO directory.organisation_history
         (organisation_id, revision, client_id, interaction_id, operation, changes)
       VALUES ('org-1', 1, 'client', 'interaction', 'Create', '[]')`,
    );
    unrelated = await createTestDatabase();
    await anOrganisation(unrelated);
    await aFlag(unrelated);
  });
  afterAll(async () => {
    await database.drop();
    await unrelated.drop();
  });

  /** Returns 'accepted', the violated constraint, or the SQLSTATE of another error. */
  const outcomeOf = async (sql: string, values: unknown[] = []): Promise<string> => {
    try {
      await database.query(sql, values);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return error.constraint ?? error.code ?? 'no code';
    }
  };

  const expectedOf = ({ value, sentences }: TextCase, constraint: string): string => {
    if (!value.isWellFormed() || value.includes('\u0000')) return notText;
    // The API removes outer white space; the table refuses it.
    if (value !== value.trim()) return constraint;
    return sentences.length === 0 ? 'accepted' : constraint;
  };

  /** Tries every case and the empty text, and compares all outcomes together, each with its title. */
  const expectOutcomes = async (
    where: TestDatabase,
    table: string,
    column: string,
    cases: readonly TextCase[],
  ): Promise<void> => {
    const constraint = `${table}_${column}_check`;
    const outcomes = await textOutcomes(where, table, column, [...cases.map(({ value }) => value), '']);
    expect(outcomes.map((outcome, index) => [cases[index]?.title ?? 'no text at all', outcome])).toEqual([
      ...cases.map((one) => [one.title, expectedOf(one, constraint)]),
      ['no text at all', constraint],
    ]);
  };

  describe('organisation', () => {
    it.each(fieldRules)('limits $column to $least to $most code points without < and >', async (rule) => {
      await expectOutcomes(database, 'organisation', rule.column, textCasesOf(rule));
    });

    it.each(fieldRules)(
      'allows NULL in $column only when the field is optional',
      async ({ column, isRequired }) => {
        // A not-null constraint has a name in newer PostgreSQL and none in older versions.
        const outcome = await outcomeOf(`UPDATE directory.organisation SET ${column} = NULL`);
        expect(outcome).toMatch(isRequired ? /^(23502|organisation_\w+_not_null)$/ : /^accepted$/);
        await database.query(`UPDATE directory.organisation SET ${column} = coalesce(${column}, 'restored')`);
      },
    );

    it('limits logo_uri to the published pattern, anchored at both ends, without white space', async () => {
      await expectOutcomes(database, 'organisation', 'logo_uri', [...logoUriCases, ...laboriousLogoUris]);
      expect(await outcomeOf('UPDATE directory.organisation SET logo_uri = NULL')).toBe('accepted');
    });

    it('limits organisation_id to 1 to 40 code points that a path can contain', async () => {
      await expectOutcomes(unrelated, 'organisation', 'organisation_id', organisationIdCases);
    });

    it.each([
      ['Active', 'accepted'],
      ['Pending', 'accepted'],
      ['Withdrawn', 'accepted'],
      ['active', 'organisation_status_check'],
      ['Suspended', 'organisation_status_check'],
      [' Active', 'organisation_status_check'],
      ['', 'organisation_status_check'],
    ])('for the status %j: %s', async (status, outcome) => {
      expect(await outcomeOf('UPDATE directory.organisation SET status = $1', [status])).toBe(outcome);
    });

    it.each(['status', 'created_on', 'requires_participant_terms_and_conditions_signing', 'revision'])(
      'rejects a row without %s',
      async (column) => {
        expect(await outcomeOf(`UPDATE directory.organisation SET ${column} = NULL`)).toMatch(
          /^(23502|organisation_\w+_not_null)$/,
        );
      },
    );

    it('counts revisions from 1', async () => {
      expect(await outcomeOf('UPDATE directory.organisation SET revision = 0')).toBe(
        'organisation_revision_check',
      );
      expect(await outcomeOf('UPDATE directory.organisation SET revision = 1')).toBe('accepted');
    });

    it('has unique, case-sensitive ids', async () => {
      await anOrganisation(database, { organisation_id: 'ORG-1' });
      await expect(anOrganisation(database)).rejects.toMatchObject({ constraint: 'organisation_pkey' });
      await database.query(`DELETE FROM directory.organisation WHERE organisation_id = 'ORG-1'`);
    });
  });

  describe('and the API', () => {
    /** True where the API accepts a field and stores the text as it is. */
    const apiKeeps = (
      shape: InputClass,
      plain: Readonly<Record<string, unknown>>,
      field: string,
    ): boolean => {
      const { value } = check(shape, plain);
      return value !== null && Reflect.get(value, field) === plain[field];
    };

    /** All control characters, all white space, and characters that resemble them. */
    const characters = [
      ...Array.from({ length: 0xff }, (_, index) => index + 1),
      ...[
        0x061c, 0x1680, 0x180e, 0x2028, 0x2029, 0x202e, 0x202f, 0x205f, 0x2060, 0x3000, 0xfe0f, 0xfeff,
        0xffff,
      ],
      ...Array.from({ length: 0x10 }, (_, index) => 0x2000 + index),
      ...[0x1d159, 0xe0001, 0xe0020, 0x10ffff],
    ].map((codePoint) => String.fromCodePoint(codePoint));

    const disagreements = async (
      where: TestDatabase,
      table: string,
      column: string,
      texts: readonly string[],
      isAcceptedByApi: (text: string) => boolean,
    ): Promise<string[]> => {
      const outcomes = await textOutcomes(where, table, column, texts);
      expect(outcomes).toHaveLength(texts.length);
      return texts.flatMap((text, index) => {
        const api = isAcceptedByApi(text) ? 'accepted' : 'refused';
        const outcome = outcomes[index] ?? 'nothing';
        return (outcome === 'accepted') === (api === 'accepted')
          ? []
          : [`${JSON.stringify(text).slice(0, 80)}: the API says ${api}, the table ${outcome}`];
      });
    };

    it.each(fieldRules)('agree on every text for $field', async ({ field, column, ...rule }) => {
      const edges = textCasesOf({ field, column, ...rule }).map(({ value }) => value);
      const filler = 'x'.repeat(rule.least);
      const around = characters.flatMap((one) => [`${one}${filler}`, `${filler}${one}`, `x${one}${filler}`]);
      expect(
        await disagreements(database, 'organisation', column, [...edges, ...around], (text) =>
          apiKeeps(OrganisationUpdateRequest, anOrganisationBody({ [field]: text }), field),
        ),
      ).toEqual([]);
    });

    it('agree on every LogoUri', async () => {
      const around = characters.flatMap((one) => [
        `https://bank.example/${one}.png`,
        `https://bank.example/logo.png${one}`,
        `data:image/png;base64,AAAA${one}`,
        `data:image/${one};base64,AAAA`,
      ]);
      const texts = [...[...logoUriCases, ...laboriousLogoUris].map(({ value }) => value), ...around];
      expect(
        await disagreements(database, 'organisation', 'logo_uri', texts, (text) =>
          apiKeeps(OrganisationUpdateRequest, anOrganisationBody({ LogoUri: text }), 'LogoUri'),
        ),
      ).toEqual([]);
    });

    it.each([
      ...fieldRules.map(({ column }) => ['organisation', column]),
      ['flag', 'name'],
      ['flag', 'value'],
      ['flag', 'description'],
    ])(
      'agree on the white space that may not begin or end %s.%s: what trim removes',
      async (table, column) => {
        const [rule] = await database.query<{ check: string }>(
          `SELECT pg_get_constraintdef(oid) AS check FROM pg_constraint WHERE conname = $1`,
          [`${table}_${column}_check`],
        );
        const condition = rule?.check.replace(/^CHECK /, '') ?? '';
        const refused = await database.query<{ first: boolean; code: number }>(
          `SELECT first, code FROM generate_series(1, 65535) AS code, unnest(ARRAY[true, false]) AS first,
           LATERAL (SELECT CASE WHEN first THEN chr(code) || 'xxxxx' ELSE 'xxxxx' || chr(code) END AS ${column}) AS given
         WHERE code NOT BETWEEN 55296 AND 57343 AND NOT ${condition} ORDER BY first, code`,
        );
        const trimmed = Array.from({ length: 65_535 }, (_, index) => index + 1).filter(
          (code) => String.fromCharCode(code).trim() === '' || code === 0x3c || code === 0x3e,
        );
        expect(trimmed).toHaveLength(27);
        expect(refused).toEqual([false, true].flatMap((first) => trimmed.map((code) => ({ first, code }))));
      },
    );

    it('agree on every OrganisationId', async () => {
      const around = characters.flatMap((one) => [one, `${one}a`, `a${one}`, `a${one}b`, `.${one}`]);
      const texts = [...organisationIdCases.map(({ value }) => value), '', ...around];
      expect(
        await disagreements(unrelated, 'organisation', 'organisation_id', texts, (text) =>
          apiKeeps(OrganisationPath, { OrganisationId: text }, 'OrganisationId'),
        ),
      ).toEqual([]);
    });

    it('agree on every UserEmail, in the lower case that the API stores', async () => {
      const around = characters.flatMap((one) => [
        `a${one}b@bank.example`,
        `"a${one}b"@bank.example`,
        `a@b${one}k.example`,
      ]);
      const isAccepted = (text: string): boolean =>
        userEmailPattern.test(text) && !/[<>]/.test(text) && text.length <= maxEmailLength;
      const texts = [...userEmails, ...around].map((text) => text.toLowerCase());
      expect(await disagreements(database, 'admin_user', 'user_email', texts, isAccepted)).toEqual([]);
      const capital = await textOutcomes(database, 'admin_user', 'user_email', ['Anna@bank.example']);
      expect(capital).toEqual(['admin_user_user_email_check']);
    });
  });

  describe('flag', () => {
    it.each([
      { field: 'Id', column: 'flag_id', least: 1, most: 40, isRequired: true },
      { field: 'Name', column: 'name', least: 1, most: 255, isRequired: true },
      { field: 'Value', column: 'value', least: 1, most: 255, isRequired: true },
      { field: 'Description', column: 'description', least: 1, most: 255, isRequired: false },
    ])('limits $column to $least to $most code points without < and >', async (rule) => {
      const cases = textCasesOf(rule);
      // An Id is an address: its outer white space is part of it.
      const isText = rule.column !== 'flag_id';
      await expectOutcomes(
        unrelated,
        'flag',
        rule.column,
        isText ? cases : cases.filter(isWithoutOuterSpace),
      );
    });

    it.each([
      ['type', 'Organisation', 'accepted'],
      ['type', 'Software_Statement', 'accepted'],
      ['type', 'Authorisation_Server', 'accepted'],
      ['type', 'organisation', 'flag_type_check'],
      ['type', 'Software Statement', 'flag_type_check'],
      ['type', '', 'flag_type_check'],
      ['status', 'Active', 'accepted'],
      ['status', 'Inactive', 'accepted'],
      ['status', 'Pending', 'flag_status_check'],
      ['status', '', 'flag_status_check'],
      ['access_level', 0, 'accepted'],
      ['access_level', 2_147_483_647, 'accepted'],
      ['access_level', -1, 'flag_access_level_check'],
      ['access_level', 2_147_483_648, '22003'],
    ])('for %s %j: %s', async (column, value, outcome) => {
      expect(await outcomeOf(`UPDATE directory.flag SET ${column} = $1`, [value])).toBe(outcome);
    });

    it.each(['name', 'type', 'value', 'status', 'access_level', 'created_at', 'updated_at'])(
      'rejects a row without %s',
      async (column) => {
        expect(await outcomeOf(`UPDATE directory.flag SET ${column} = NULL`)).toMatch(
          /^(23502|flag_\w+_not_null)$/,
        );
      },
    );

    it('has unique Type, Name and Value, including the longest values in multi-byte characters', async () => {
      const longest = { name: '😀'.repeat(255), value: '😀'.repeat(255) };
      await aFlag(database, { flag_id: 'long', ...longest });
      await aFlag(database, { flag_id: 'long of another type', ...longest, type: 'Software_Statement' });
      await expect(aFlag(database, { flag_id: 'again', ...longest })).rejects.toMatchObject({
        constraint: 'flag_type_name_value_key',
      });
    });
  });

  describe('organisation_flag', () => {
    it('accepts each existing flag once for an existing organisation', async () => {
      const put = `INSERT INTO directory.organisation_flag (organisation_id, flag_id) VALUES ($1, $2)`;
      expect(await outcomeOf(put, ['org-1', 'nobody'])).toBe('organisation_flag_flag_id_fkey');
      expect(await outcomeOf(put, ['nobody', 'flag-1'])).toBe('organisation_flag_organisation_id_fkey');
      expect(await outcomeOf(put, ['org-1', 'flag-1'])).toBe('organisation_flag_pkey');
    });

    it('prevents deleting a flag in use and changing its id', async () => {
      const fkey = 'organisation_flag_flag_id_fkey';
      expect(await outcomeOf(`DELETE FROM directory.flag WHERE flag_id = 'flag-1'`)).toBe(fkey);
      expect(await outcomeOf(`UPDATE directory.flag SET flag_id = 'other' WHERE flag_id = 'flag-1'`)).toBe(
        fkey,
      );
    });
  });

  describe('admin_user', () => {
    it.each([
      ['status', 'Active', 'accepted'],
      ['status', 'Inactive', 'accepted'],
      ['status', 'Pending', 'admin_user_status_check'],
      ['status', '', 'admin_user_status_check'],
      ['user_email', 'nobody', 'admin_user_user_email_check'],
      ['user_email', `${'a'.repeat(247)}@b.co`, 'accepted'],
      ['user_email', `${'a'.repeat(249)}@b.co`, 'accepted'],
      ['user_email', `${'a'.repeat(250)}@b.co`, 'admin_user_user_email_check'],
      ['user_email', '"<b>"@bank.example', 'admin_user_user_email_check'],
      ['organisation_id', 'nobody', 'admin_user_organisation_id_fkey'],
    ])('for %s %j: %s', async (column, value, outcome) => {
      expect(await outcomeOf(`UPDATE directory.admin_user SET ${column} = $1`, [value])).toBe(outcome);
    });

    it('has unique addresses within an organisation', async () => {
      await database.query(`UPDATE directory.admin_user SET user_email = 'admin@bank.example'`);
      await expect(anAdminUser(database, 'org-1', 'admin@bank.example')).rejects.toMatchObject({
        constraint: 'admin_user_pkey',
      });
    });
  });

  describe('organisation_history', () => {
    const entry = (overrides: Readonly<Record<string, unknown>>): Promise<string> => {
      const row = {
        organisation_id: 'org-1',
        revision: 1,
        client_id: 'client',
        interaction_id: 'interaction',
        operation: 'Update',
        changes: '[]',
        ...overrides,
      };
      return outcomeOf(
        `INSERT INTO directory.organisation_history (${Object.keys(row).join(', ')}) VALUES ($1, $2, $3, $4, $5, $6)`,
        Object.values(row),
      );
    };

    it.each(['Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'])(
      'accepts the operation %s',
      async (operation) => {
        const [{ revision } = { revision: 0 }] = await database.query<{ revision: number }>(
          'SELECT max(revision) AS revision FROM directory.organisation_history',
        );
        expect(await entry({ revision: revision + 1, operation })).toBe('accepted');
      },
    );

    it.each(['Delete', 'update', ''])('rejects the operation %j', async (operation) => {
      expect(await entry({ revision: 1_000, operation })).toBe('organisation_history_operation_check');
    });

    it('has revisions from 1, unique within an organisation', async () => {
      expect(await entry({ revision: 0 })).toBe('organisation_history_revision_check');
      expect(await entry({ revision: 1 })).toBe('organisation_history_pkey');
    });

    it('accepts only existing organisations, and prevents deleting them and changing their ids', async () => {
      const fkey = 'organisation_history_organisation_id_fkey';
      expect(await entry({ organisation_id: 'nobody' })).toBe(fkey);
      await anOrganisation(database, { organisation_id: 'told' });
      await entry({ organisation_id: 'told' });
      expect(await outcomeOf(`DELETE FROM directory.organisation WHERE organisation_id = 'told'`)).toBe(fkey);
      expect(
        await outcomeOf(
          `UPDATE directory.organisation SET organisation_id = 'x' WHERE organisation_id = 'told'`,
        ),
      ).toBe(fkey);
    });

    it.each([
      'UPDATE directory.organisation_history SET client_id = client_id',
      'UPDATE directory.organisation_history SET at = now() WHERE false',
      'DELETE FROM directory.organisation_history',
      'TRUNCATE directory.organisation_history CASCADE',
      'TRUNCATE directory.organisation CASCADE',
      `INSERT INTO directory.organisation_history
         SELECT * FROM directory.organisation_history
         ON CONFLICT (organisation_id, revision) DO UPDATE SET client_id = 'someone else'`,
      `MERGE INTO directory.organisation_history h USING directory.organisation_history s
         ON h.organisation_id = s.organisation_id AND h.revision = s.revision WHEN MATCHED THEN DELETE`,
    ])('is append-only: rejects %s', async (sql) => {
      const before = await database.query(
        'SELECT xmin, * FROM directory.organisation_history ORDER BY revision',
      );
      expect(before.length).toBeGreaterThan(0);
      await expect(database.query(sql)).rejects.toThrow('organisation_history is append-only');
      expect(
        await database.query('SELECT xmin, * FROM directory.organisation_history ORDER BY revision'),
      ).toEqual(before);
    });
  });
});

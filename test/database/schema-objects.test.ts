import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listObjects, missingObjects } from '../../src/database/schema-objects.js';
import { schemas } from '../../src/modules/apis.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** `WRITE_SCHEMA_OBJECTS=true` writes the files of this build's migrations anew. */
const isRecording = process.env.WRITE_SCHEMA_OBJECTS === 'true';
const modules = join(__dirname, '..', '..', 'src', 'modules');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

it.each(schemas)(
  'the declared objects of $name are those that its migrations make; WRITE_SCHEMA_OBJECTS=true writes them',
  async (schema) => {
    const objects = await listObjects(database, schema);
    expect(objects.length).toBeGreaterThan(0);
    if (isRecording) {
      const file = join(modules, schema.name, `${schema.name}-schema-objects.json`);
      writeFileSync(file, `${JSON.stringify(objects, null, 2)}\n`);
    } else expect(schema.objects).toEqual(objects);
  },
);

it('finds nothing missing in a migrated database', async () => {
  expect(await missingObjects(database, schemas)).toEqual([]);
});

it.each([
  ['DROP TABLE notify.audit', 'table notify.audit'],
  ['ALTER TABLE directory.flag RENAME COLUMN description TO words', 'column directory.flag.description'],
  ['DROP INDEX directory.organisation_search_text_idx', 'index directory.organisation_search_text_idx'],
  [
    'ALTER TABLE directory.organisation DROP CONSTRAINT organisation_status_check',
    'constraint directory.organisation.organisation_status_check',
  ],
])('after %s finds %s missing', async (statement, name) => {
  await database.query(statement);
  expect(await missingObjects(database, schemas)).toContain(name);
});

it.each(['trigger', 'function', 'sequence', 'collation'])('finds a missing %s', async (kind) => {
  const [wanted] = schemas.flatMap(({ objects }) => objects.filter((name) => name.startsWith(`${kind} `)));
  const path = wanted?.split(' ')[1]?.split('.') ?? [];
  const statement =
    kind === 'trigger'
      ? `ALTER TABLE ${path.slice(0, 2).join('.')} DISABLE TRIGGER ${path[2] ?? ''}`
      : `ALTER ${kind} ${path.join('.')} RENAME TO other`;
  await database.query(statement);
  expect(await missingObjects(database, schemas)).toContain(wanted);
});

it('counts an index that a bulk load has dropped for a time as present', async () => {
  await database.query('DROP INDEX directory.organisation_search_text_idx');
  await database.query(
    'ALTER TABLE directory.organisation_flag DROP CONSTRAINT organisation_flag_flag_id_fkey',
  );
  await database.query(
    `INSERT INTO directory.deferred_index (name, removal, definition)
     VALUES ('directory.organisation_search_text_idx', '', ''), ('organisation_flag_flag_id_fkey', '', '')`,
  );
  expect(await missingObjects(database, schemas)).toEqual([]);
  await database.query('DELETE FROM directory.deferred_index');
  expect(await missingObjects(database, schemas)).toEqual([
    'constraint directory.organisation_flag.organisation_flag_flag_id_fkey',
    'index directory.organisation_search_text_idx',
  ]);
});

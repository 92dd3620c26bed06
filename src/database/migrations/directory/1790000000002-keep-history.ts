import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The owners of a history, each with the operations that its entries name. */
const histories = {
  organisation: ['Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'],
  flag: ['Create', 'Update'],
} as const;

/** Every change of an organisation and of a flag: who, when, which fields. Append-only. */
export class KeepHistory1790000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION directory.refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$`);
    for (const [owner, operations] of Object.entries(histories))
      await createHistory(queryRunner, owner, operations);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const owner of Object.keys(histories))
      await queryRunner.query(`DROP TABLE directory.${owner}_history`);
    await queryRunner.query(`DROP FUNCTION directory.refuse_history_change()`);
  }
}

async function createHistory(
  queryRunner: QueryRunner,
  owner: string,
  operations: readonly string[],
): Promise<void> {
  const table = `${owner}_history`;
  const operationList = operations.map((operation) => `'${operation}'`).join(', ');
  await queryRunner.query(`
    CREATE TABLE directory.${table} (
      ${owner}_id text COLLATE "C" NOT NULL,
      revision integer NOT NULL,
      at timestamptz(3) NOT NULL DEFAULT now(),
      client_id text NOT NULL,
      user_email text,
      interaction_id text NOT NULL,
      operation text NOT NULL,
      changes jsonb NOT NULL,
      CONSTRAINT ${table}_pkey PRIMARY KEY (${owner}_id, revision),
      CONSTRAINT ${table}_${owner}_id_fkey FOREIGN KEY (${owner}_id) REFERENCES directory.${owner} (${owner}_id),
      CONSTRAINT ${table}_revision_check CHECK (revision >= 1),
      CONSTRAINT ${table}_operation_check CHECK (operation IN (${operationList}))
    )`);
  await queryRunner.query(`
    CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON directory.${table}
      FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_history_change()`);
  // ALWAYS: session_replication_role = replica would switch an ordinary trigger off.
  await queryRunner.query(`ALTER TABLE directory.${table} ENABLE ALWAYS TRIGGER ${table}_append_only`);
}

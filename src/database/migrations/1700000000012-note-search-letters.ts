import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createSearchTextInOneGo } from './1700000000011-load-in-bulk.js';

/** A bit for each, from the lowest on. */
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const fields =
  'organisation_name, legal_entity_name, registered_name, registration_number, registration_id, organisation_id, city, country';

/**
 * Which letters and digits the search text holds, in a number beside it: all organisations with an "e" are then counted
 * in an index of a few megabytes, where trigrams know nothing of single letters and the table is a hundred times as large.
 */
export class NoteSearchLetters1700000000012 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const bits = Array.from(
      letters,
      (letter, place) => `((value LIKE '%${letter}%')::integer::bigint << ${place})`,
    );
    await queryRunner.query(`
      CREATE FUNCTION directory.letters_of(value text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
      BEGIN
        RETURN ${bits.join(' | ')};
      END $$`);
    await queryRunner.query(
      `ALTER TABLE directory.organisation ADD COLUMN search_letters bigint NOT NULL DEFAULT 0`,
    );
    // Writes the table and its indexes anew once, where an UPDATE would write an entry for each row into each of them.
    await queryRunner.query(`
      ALTER TABLE directory.organisation
        ALTER COLUMN search_letters TYPE bigint USING directory.letters_of(search_text)`);
    await createSearchTextInOneGo(
      queryRunner,
      'NEW.search_letters := directory.letters_of(NEW.search_text);',
    );
    await createTrigger(queryRunner, `${fields}, search_text, search_letters`);
    // Status goes along for the lists of Active organisations.
    await queryRunner.query(`
      CREATE INDEX organisation_search_letters_idx ON directory.organisation (search_letters, status)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await createTrigger(queryRunner, `${fields}, search_text`);
    await createSearchTextInOneGo(queryRunner);
    await queryRunner.query(`ALTER TABLE directory.organisation DROP COLUMN search_letters`);
    await queryRunner.query(`DROP FUNCTION directory.letters_of(text)`);
  }
}

/** @param columns those whose change is a change of what is searched, the result included: nobody is to set that */
async function createTrigger(queryRunner: QueryRunner, columns: string): Promise<void> {
  await queryRunner.query(`
    CREATE OR REPLACE TRIGGER organisation_search_text BEFORE INSERT OR UPDATE OF ${columns}
      ON directory.organisation FOR EACH ROW EXECUTE FUNCTION directory.set_search_text()`);
}

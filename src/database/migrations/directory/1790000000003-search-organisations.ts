import type { MigrationInterface, QueryRunner } from 'typeorm';
import { marks } from './unicode-marks.js';

/**
 * The characters that NFKD leaves as they are, or whose composed form unaccent's rules know: ASCII, Latin-1, Latin
 * Extended-A, Greek, plain Cyrillic, Hebrew, Arabic, Han. Text of these alone skips NFKD, which is most of the cost.
 */
const undecomposed = [
  '\\u0001-\\u007F\\u00C0-\\u013E\\u0141-\\u017E\\u0388-\\u03CE\\u041A-\\u0438\\u043A-\\u044F',
  '\\u05D0-\\u05EA\\u0627-\\u064A\\u4E00-\\u9FFF',
].join('');

const searchedColumns = [
  'organisation_name',
  'legal_entity_name',
  'registered_name',
  'registration_number',
  'registration_id',
  'organisation_id',
  'city',
  'country',
];
const newValues = searchedColumns.map((column) => `NEW.${column}`).join(', ');

/**
 * The column that filterBy searches: eight fields, folded, kept by a trigger, with a trigram index.
 * `directory.fold` folds rows and search terms alike.
 */
export class SearchOrganisations1790000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE EXTENSION IF NOT EXISTS unaccent; CREATE EXTENSION IF NOT EXISTS pg_trgm`,
    );
    await createFold(queryRunner, await schemaOf(queryRunner, 'unaccent'));
    await createSearchText(queryRunner, await schemaOf(queryRunner, 'pg_trgm'));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER organisation_search_text ON directory.organisation;
      DROP FUNCTION directory.set_search_text();
      ALTER TABLE directory.organisation DROP COLUMN search_text;
      DROP FUNCTION directory.fold(text);
      DROP FUNCTION directory.fold_letters(text)`);
    // Keep the extensions: other schemas of the database may use them.
  }
}

/**
 * Folding: compatibility decomposition, unaccent's rules (ß to ss, ø to o, ł to l), lower case, no marks, and ς and ı as
 * σ and i. It maps character by character, so the fields of a row are folded joined.
 */
async function createFold(queryRunner: QueryRunner, unaccentSchema: string): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION directory.fold_letters(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      plain text := value;
    BEGIN
      IF octet_length(plain) <> char_length(plain) THEN
        IF plain ~ '[^${undecomposed}]' THEN
          plain := normalize(plain, NFKD);
        END IF;
        plain := "${unaccentSchema}".unaccent('"${unaccentSchema}".unaccent'::regdictionary, plain);
      END IF;
      IF octet_length(plain) = char_length(plain) THEN
        RETURN lower(plain COLLATE "C");
      END IF;
      RETURN translate(regexp_replace(lower(plain COLLATE "und-x-icu"), '[${marks}]', '', 'g'), 'ςı', 'σi');
    END $$;

    CREATE FUNCTION directory.fold(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
      RETURN translate(directory.fold_letters(value), E'\\u0001', '');
    END $$`);
}

/** U+0001 separates the fields. `fold` removes it from everything else, so no term matches across two fields. */
async function createSearchText(queryRunner: QueryRunner, trigramSchema: string): Promise<void> {
  await queryRunner.query(`
    ALTER TABLE directory.organisation ADD search_text text NOT NULL DEFAULT '';

    -- A field that itself holds U+0001 is folded separately, so that its U+0001 is not taken for a separator.
    CREATE FUNCTION directory.set_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF strpos(concat(${newValues}), E'\\u0001') = 0 THEN
        NEW.search_text := directory.fold_letters(concat_ws(E'\\u0001', ${newValues}));
      ELSE
        SELECT string_agg(directory.fold(field), E'\\u0001' ORDER BY place) INTO NEW.search_text
        FROM unnest(ARRAY[${newValues}]) WITH ORDINALITY AS given(field, place);
      END IF;
      RETURN NEW;
    END $$;

    -- search_text is among the columns: the trigger overwrites a value that a statement sets.
    CREATE TRIGGER organisation_search_text BEFORE INSERT OR UPDATE OF ${searchedColumns.join(', ')}, search_text
      ON directory.organisation FOR EACH ROW EXECUTE FUNCTION directory.set_search_text();
    -- ALWAYS: session_replication_role = replica would switch an ordinary trigger off.
    ALTER TABLE directory.organisation ENABLE ALWAYS TRIGGER organisation_search_text;
    UPDATE directory.organisation SET search_text = '';

    CREATE INDEX organisation_search_text_idx ON directory.organisation
      USING gin (search_text "${trigramSchema}".gin_trgm_ops)`);
}

async function schemaOf(queryRunner: QueryRunner, extension: string): Promise<string> {
  const rows: unknown = await queryRunner.query(
    `SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = $1`,
    [extension],
  );
  const [row] = Array.isArray(rows) ? (rows as { nspname: string }[]) : [];
  if (row === undefined) throw new Error(`The extension ${extension} is not installed.`);
  return row.nspname;
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFold, createSearchText, marks, schemaOf } from './1700000000002-search-organisations.js';

/** Letters that unaccent's rules know composed, or that nothing is composed in: what most names are written with. */
const undecomposed = [
  // ASCII, Latin-1, Latin Extended-A, Greek, plain Cyrillic
  '\\u0001-\\u007F\\u00C0-\\u013E\\u0141-\\u017E\\u0388-\\u03CE\\u041A-\\u0438\\u043A-\\u044F',
  // Hebrew, Arabic, Han
  '\\u05D0-\\u05EA\\u0627-\\u064A\\u4E00-\\u9FFF',
].join('');

const searchedColumns = [
  'NEW.organisation_name, NEW.legal_entity_name, NEW.registered_name, NEW.registration_number',
  'NEW.registration_id, NEW.organisation_id, NEW.city, NEW.country',
].join(', ');

/**
 * Makes a first load quicker: a place to keep the definitions of indexes and foreign keys while they are out of the
 * schema, and a search text that is folded in one go. What is folded is the same text as before, character by character.
 */
export class LoadInBulk1700000000011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // What takes each out, and what brings it back; written in the transaction that takes it out, so that no crash can
    // lose it.
    await queryRunner.query(`
      CREATE TABLE directory.set_aside (
        position integer GENERATED ALWAYS AS IDENTITY,
        name text NOT NULL,
        removal text NOT NULL,
        definition text NOT NULL,
        CONSTRAINT set_aside_pkey PRIMARY KEY (position)
      )`);
    await foldInOneGo(queryRunner, await schemaOf(queryRunner, 'unaccent'));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await createSearchText(queryRunner);
    await createFold(queryRunner, await schemaOf(queryRunner, 'unaccent'));
    await queryRunner.query(`DROP FUNCTION directory.fold_letters(text)`);
    await queryRunner.query(`DROP TABLE directory.set_aside`);
  }
}

/**
 * Folding goes character by character (what it makes of a text is what it makes of its characters, one after the other),
 * so the fields can be joined first. Decomposition is most of its cost: it is left out where unaccent's rules know the
 * composed letters or there is nothing to decompose, and it need not be done again after lower case, which composes
 * nothing. A test holds each character of Unicode, and random texts, against the definition before.
 */
async function foldInOneGo(queryRunner: QueryRunner, unaccentSchema: string): Promise<void> {
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
    END $$`);
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION directory.fold(value text) RETURNS text
      LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
      RETURN translate(directory.fold_letters(value), E'\\u0001', '');
    END $$`);
  await createSearchTextInOneGo(queryRunner);
}

/** @param last a statement of the trigger after the text is there */
export async function createSearchTextInOneGo(queryRunner: QueryRunner, last = ''): Promise<void> {
  // A field that holds U+0001 itself is folded apart: within the others it would be taken for what parts them.
  await queryRunner.query(`
    CREATE OR REPLACE FUNCTION directory.set_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      joined constant text := concat_ws(E'\\u0001', ${searchedColumns});
    BEGIN
      IF strpos(concat(${searchedColumns}), E'\\u0001') = 0 THEN
        NEW.search_text := directory.fold_letters(joined);
      ELSE
        SELECT string_agg(directory.fold(field), E'\\u0001' ORDER BY place) INTO NEW.search_text
        FROM unnest(ARRAY[${searchedColumns}]) WITH ORDINALITY AS given(field, place);
      END IF;
      ${last}
      RETURN NEW;
    END $$`);
}

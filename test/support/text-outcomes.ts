import type { TestDatabase } from './postgres.js';

/** SQLSTATE character_not_in_repertoire: not UTF-8, or NUL. */
export const notText = '22021';

const tryTexts = `
  CREATE OR REPLACE FUNCTION try_texts(table_name text, column_name text, texts bytea[]) RETURNS text[]
  LANGUAGE plpgsql AS $$
  DECLARE
    given bytea;
    kept text;
    refusal text;
    state text;
    outcomes text[] := '{}';
  BEGIN
    FOREACH given IN ARRAY texts LOOP
      BEGIN
        EXECUTE format('UPDATE directory.%I SET %I = convert_from($1, ''UTF8'') RETURNING %2$I', table_name, column_name)
          INTO STRICT kept USING given;
        -- Undone, since the statement is slower with each version of the row that it leaves behind.
        RAISE SQLSTATE 'UNDO0';
      EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        outcomes := outcomes || CASE WHEN convert_to(kept, 'UTF8') = given THEN 'accepted' ELSE 'altered' END;
      WHEN integrity_constraint_violation OR data_exception THEN
        GET STACKED DIAGNOSTICS refusal = CONSTRAINT_NAME, state = RETURNED_SQLSTATE;
        outcomes := outcomes || coalesce(nullif(refusal, ''), state);
      END;
    END LOOP;
    RETURN outcomes;
  END $$`;

/**
 * Stores each text in a column of a table's only row and undoes that, all in one statement. Returns for each 'accepted',
 * 'altered' if another text was stored, the constraint that rejected it, or the SQLSTATE of any other error.
 */
export async function textOutcomes(
  database: TestDatabase,
  table: string,
  column: string,
  texts: readonly string[],
): Promise<string[]> {
  await database.query(tryTexts);
  const [row] = await database.query<{ outcomes: string[] }>('SELECT try_texts($1, $2, $3) AS outcomes', [
    table,
    column,
    texts.map(toBytes),
  ]);
  return row?.outcomes ?? [];
}

/** Returns every code point in UTF-8, surrogates included, which a JavaScript string would replace. */
function toBytes(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  return Buffer.concat(
    Array.from(text, (character) => {
      const unit = character.codePointAt(0) ?? 0;
      const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
      return isSurrogate
        ? Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)])
        : Buffer.from(character, 'utf8');
    }),
  );
}

import type { MigrationInterface } from 'typeorm';

/** The part of the database that belongs to one API. */
export interface ApiSchema {
  /** Of the PostgreSQL schema that holds its tables. */
  readonly name: string;
  /** Each is named by its effect and the number that orders the migrations of all APIs. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** The tables, columns, indexes and so on that requests need, as `listObjects` names them. A test compares them. */
  readonly objects: readonly string[];
  /** The rights of the service's role, by table; the table is named with its schema. */
  readonly tableUses: Readonly<Record<string, TableUse>>;
  /** SQL condition: true while the tables hold only the rows of migrations. */
  readonly isEmpty: string;
}

/** The use that the service makes of a table, and the rights that its role needs for that. */
type TableUse = keyof typeof rightsOfUse;

/**
 * `kept` rows can be changed and never deleted, `linked` ones come and go, `added` ones stay as they are. Of `noted` ones
 * only the last use changes.
 */
export const rightsOfUse = {
  kept: 'SELECT, INSERT, UPDATE',
  linked: 'SELECT, INSERT, UPDATE, DELETE',
  added: 'SELECT, INSERT',
  counted: 'SELECT, UPDATE',
  noted: 'SELECT, UPDATE (last_used_at)',
  read: 'SELECT',
  hidden: null,
} as const;

/** Injection token of the schemas of all APIs. */
export const API_SCHEMAS = Symbol('API_SCHEMAS');

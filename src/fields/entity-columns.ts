import { Check, Column, ForeignKey, PrimaryColumn } from 'typeorm';
import type { StoredField, StoredFields } from './field.js';

/**
 * Declares the columns, CHECKs and foreign keys of a TypeORM entity from the fields of its noun. Only entities import this: a running
 * service does not load TypeORM.
 * @param table names the constraints: `<table>_<column>_check`, `<table>_<column>_fkey`, `<table>_pkey`
 * @param primaryKey names of the fields that identify a row
 */
export function EntityColumns(
  table: string,
  fields: StoredFields,
  primaryKey: readonly string[],
): ClassDecorator {
  return (target) => {
    for (const [name, field] of Object.entries(fields)) {
      const options = columnOptions(field);
      const decorate = primaryKey.includes(name)
        ? PrimaryColumn({ ...options, nullable: false, primaryKeyConstraintName: `${table}_pkey` })
        : Column(options);
      decorate(target.prototype as object, name);
      if (field.references !== undefined)
        ForeignKey(field.references, { name: `${table}_${field.column}_fkey` })(
          target.prototype as object,
          name,
        );
      if (field.check !== undefined) Check(`${table}_${field.column}_check`, field.check)(target);
    }
  };
}

function columnOptions({ column, type, isNullable, collation, columnDefault, precision }: StoredField) {
  return {
    name: column,
    type: type === 'text[]' ? ('text' as const) : type,
    array: type === 'text[]',
    nullable: isNullable,
    ...(precision === undefined ? {} : { precision }),
    ...(collation === undefined ? {} : { collation }),
    ...(typeof columnDefault === 'string' ? { default: () => columnDefault } : {}),
    ...(typeof columnDefault === 'number' ? { default: columnDefault } : {}),
  };
}

import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { FlagType, FlagStatus } from './flag.values.js';

const plainText = (column: string, most: number): string =>
  `${column} ~ '^[^<>]*$' AND char_length(${column}) BETWEEN 1 AND ${most}`;

/** A label that the scheme puts on what it registers, visible from its access level upwards. */
@Entity({ schema: 'directory', name: 'flag' })
@Unique('flag_type_name_value_key', ['type', 'name', 'value'])
@Check('flag_flag_id_check', plainText('flag_id', 40))
@Check('flag_name_check', plainText('name', 255))
@Check('flag_description_check', plainText('description', 255))
@Check('flag_type_check', `type IN ('Organisation', 'Software_Statement', 'Authorisation_Server')`)
@Check('flag_value_check', plainText('value', 255))
@Check('flag_status_check', `status IN ('Active', 'Inactive')`)
@Check('flag_access_level_check', `access_level >= 0`)
export class Flag {
  @PrimaryColumn({ name: 'flag_id', type: 'text', collation: 'C', primaryKeyConstraintName: 'flag_pkey' })
  flagId: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Column({ type: 'text' })
  type: FlagType;

  @Column({ type: 'text' })
  value: string;

  @Column({ type: 'text', default: 'Active' })
  status: FlagStatus;

  @Column({ name: 'access_level', type: 'integer', default: 0 })
  accessLevel: number;
}

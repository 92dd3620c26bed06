import { Entity, Unique } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { flagColumns } from './flag.fields.js';

/** A label that the scheme puts on what it registers, visible from its access level upwards. */
@Entity({ schema: 'directory', name: 'flag' })
@EntityColumns('flag', flagColumns, ['flagId'])
@Unique('flag_type_name_value_key', ['type', 'name', 'value'])
export class Flag {}

import { Entity, Unique } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { columnsOf } from '../fields/written-columns.js';
import { organisationFields } from './organisation.fields.js';

/** The table of organisations that use Notify. */
@Entity({ schema: 'notify', name: 'organisation' })
@EntityColumns('organisation', columnsOf(organisationFields), ['id'])
@Unique('organisation_name_key', ['name'])
export class Organisation {}

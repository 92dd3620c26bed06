import { Column, Entity, Index } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { organisationColumns } from './organisation.fields.js';

/** An organisation of the trust framework, as the table holds it. */
@Entity({ schema: 'directory', name: 'organisation' })
@EntityColumns('organisation', organisationColumns, ['organisationId'])
@Index('organisation_created_on_idx', ['createdOn', 'organisationId'])
@Index('organisation_active_created_on_idx', ['createdOn', 'organisationId'], { where: `status = 'Active'` })
@Index('organisation_status_idx', ['status', 'organisationId'])
// TypeORM can't declare collations, INCLUDE, hash or GIN.
@Index('organisation_organisation_name_idx', { synchronize: false })
@Index('organisation_legal_entity_name_idx', { synchronize: false })
@Index('organisation_registration_number_idx', { synchronize: false })
@Index('organisation_country_idx', { synchronize: false })
@Index('organisation_parent_idx', { synchronize: false })
@Index('organisation_search_text_idx', { synchronize: false })
export class Organisation {
  /** Read by filterBy; kept by a trigger. */
  @Column({ name: 'search_text', type: 'text', default: '', select: false, insert: false, update: false })
  searchText: string;
}

import { Column, Entity, Index } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { organisationColumns } from './organisation.fields.js';

/** Sort indexes, whose collations and included columns TypeORM can't express. */
function SortIndexes(): ClassDecorator {
  const names = [
    'organisation_id',
    'status',
    'organisation_name',
    'legal_entity_name',
    'country_of_registration',
    'company_register',
    'size',
    'registration_number',
    'registration_id',
    'registered_name',
    'address_line1',
    'address_line2',
    'city',
    'postcode',
    'country',
    'parent_organisation_reference',
    'long_parent_organisation_reference',
    'signing_requirement',
    'logo_uri',
    'long_logo_uri',
  ];
  return (target) => {
    for (const name of names) Index(`organisation_by_${name}_idx`, { synchronize: false })(target);
  };
}

/** An organisation of the trust framework, as the table holds it. */
@Entity({ schema: 'directory', name: 'organisation' })
@EntityColumns('organisation', organisationColumns, ['organisationId'])
@Index('organisation_created_on_idx', ['createdOn', 'organisationId'])
@Index('organisation_active_created_on_idx', ['createdOn', 'organisationId'], { where: `status = 'Active'` })
@Index('organisation_registration_number_idx', ['registrationNumber'])
@Index('organisation_search_text_idx', { synchronize: false })
@Index('organisation_search_letters_idx', ['searchLetters', 'status'])
@SortIndexes()
export class Organisation {
  /** Read by filterBy; kept by a trigger. */
  @Column({ name: 'search_text', type: 'text', default: '', select: false, insert: false, update: false })
  searchText: string;

  /** A bit for each letter and digit in that text; kept by the same trigger. */
  @Column({ name: 'search_letters', type: 'bigint', default: 0, select: false, insert: false, update: false })
  searchLetters: string;
}

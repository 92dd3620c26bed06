import { Entity, Index, Unique } from 'typeorm';
import { EntityColumns } from '../../../fields/entity-columns.js';
import { serviceColumns } from './service.fields.js';

/** The table of services. */
@Entity({ schema: 'notify', name: 'service' })
@EntityColumns('service', serviceColumns, ['id'])
@Unique('service_name_key', ['name'])
@Unique('service_normalised_name_key', ['normalisedName'])
@Index('service_organisation_id_idx', ['organisationId'])
@Index('service_email_branding_id_idx', ['emailBrandingId'])
@Index('service_letter_branding_id_idx', ['letterBrandingId'])
export class Service {}

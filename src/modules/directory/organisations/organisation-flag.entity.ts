import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Flag } from '../flags/flag.entity.js';
import { Organisation } from './organisation.entity.js';

/** A flag that an organisation carries. */
@Entity({ schema: 'directory', name: 'organisation_flag' })
@Index('organisation_flag_flag_id_idx', ['flagId'])
export class OrganisationFlag {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'organisation_flag_pkey',
  })
  organisationId: string;

  @PrimaryColumn({
    name: 'flag_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'organisation_flag_pkey',
  })
  flagId: string;

  @ManyToOne(() => Organisation)
  @JoinColumn({ name: 'organisation_id', foreignKeyConstraintName: 'organisation_flag_organisation_id_fkey' })
  organisation: Organisation;

  @ManyToOne(() => Flag)
  @JoinColumn({ name: 'flag_id', foreignKeyConstraintName: 'organisation_flag_flag_id_fkey' })
  flag: Flag;
}

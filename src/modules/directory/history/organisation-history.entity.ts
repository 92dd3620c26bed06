import { Check, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Organisation } from '../organisations/organisation.entity.js';
import { HistoryColumns } from './history-columns.entity.js';
import { isHideable } from './shown-entries.js';

/** One change of an organisation. */
@Entity({ schema: 'directory', name: 'organisation_history' })
@Index('organisation_history_writer_idx', ['writer', 'at', 'organisationId', 'revision'])
@Index('organisation_history_at_idx', ['at', 'organisationId'])
@Index('organisation_history_hideable_idx', ['at'], { where: isHideable })
@Check('organisation_history_revision_check', `revision >= 1`)
@Check(
  'organisation_history_operation_check',
  `operation IN ('Create', 'Update', 'Import', 'FlagCascade', 'AdminUser')`,
)
export class OrganisationHistory extends HistoryColumns {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'organisation_history_pkey',
  })
  organisationId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'organisation_history_pkey' })
  revision: number;

  @ManyToOne(() => Organisation)
  @JoinColumn({
    name: 'organisation_id',
    foreignKeyConstraintName: 'organisation_history_organisation_id_fkey',
  })
  organisation: Organisation;
}

import { Check, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Flag } from '../flags/flag.entity.js';
import { HistoryColumns } from './history-columns.entity.js';

/** One change of a flag. */
@Entity({ schema: 'directory', name: 'flag_history' })
@Index('flag_history_writer_idx', ['writer', 'at', 'flagId', 'revision'])
@Check('flag_history_revision_check', `revision >= 1`)
@Check('flag_history_operation_check', `operation IN ('Create', 'Update')`)
export class FlagHistory extends HistoryColumns {
  @PrimaryColumn({
    name: 'flag_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'flag_history_pkey',
  })
  flagId: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'flag_history_pkey' })
  revision: number;

  @ManyToOne(() => Flag)
  @JoinColumn({ name: 'flag_id', foreignKeyConstraintName: 'flag_history_flag_id_fkey' })
  flag: Flag;
}

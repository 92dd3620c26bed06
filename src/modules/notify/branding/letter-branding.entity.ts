import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** What letters look like. */
@Entity({ schema: 'notify', name: 'letter_branding' })
@Unique('letter_branding_name_key', ['name'])
@Unique('letter_branding_filename_key', ['filename'])
@Check('letter_branding_name_check', 'char_length(name) BETWEEN 1 AND 255')
@Check('letter_branding_filename_check', 'char_length(filename) BETWEEN 1 AND 255')
export class LetterBranding {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'letter_branding_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  /** Of the logo, without a folder or a suffix. */
  @Column({ type: 'text' })
  filename: string;

  @Column({ name: 'created_by_id', type: 'uuid', nullable: true })
  @ForeignKey('user_account', { name: 'letter_branding_created_by_id_fkey' })
  createdById: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;
}

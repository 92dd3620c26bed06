import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { BrandType } from './brand-types.js';

const textOf = (column: string, most: number): string => `char_length(${column}) BETWEEN 1 AND ${most}`;

/** What e-mails look like; archived at the end, never deleted. */
@Entity({ schema: 'notify', name: 'email_branding' })
@Unique('email_branding_name_key', ['name'])
@Check(
  'email_branding_name_check',
  `char_length(name) BETWEEN 1 AND CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END`,
)
@Check('email_branding_colour_check', textOf('colour', 7))
@Check('email_branding_logo_check', textOf('logo', 255))
@Check('email_branding_alt_text_check', textOf('alt_text', 255))
@Check('email_branding_text_check', textOf('text', 255))
@Check('email_branding_text_or_alt_text_check', 'num_nonnulls(text, alt_text) = 1')
@Check('email_branding_brand_type_check', `brand_type IN ('org', 'both', 'org_banner')`)
export class EmailBranding {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'email_branding_pkey' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', nullable: true })
  colour: string | null;

  @Column({ type: 'text', nullable: true })
  logo: string | null;

  /** Shown beside the logo; either this or `altText`. */
  @Column({ type: 'text', nullable: true })
  text: string | null;

  @Column({ name: 'alt_text', type: 'text', nullable: true })
  altText: string | null;

  @Column({ name: 'brand_type', type: 'text', default: 'org' })
  brandType: BrandType;

  /** False: archived. */
  @Column({ type: 'boolean', default: true })
  active: boolean;

  @Column({ name: 'created_by_id', type: 'uuid', nullable: true })
  @ForeignKey('user_account', { name: 'email_branding_created_by_id_fkey' })
  createdById: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;
}

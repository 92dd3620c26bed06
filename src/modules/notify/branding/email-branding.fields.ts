import {
  createOnly,
  id,
  moment,
  type OptionalField,
  optionalMoment,
  responseField,
} from '../fields/notify-field.js';
import { OneOf } from '../validation/schema-rules.js';
import { brandingText, createdBy, optionalBrandingText } from './branding-rules.js';

/** The organisation's logo, GOV.UK's beside it, or a banner (contract section 2.1). */
const brandTypes = ['org', 'both', 'org_banner'] as const;

type BrandType = (typeof brandTypes)[number];

const brandType: OptionalField<'brand_type', BrandType, BrandType | null> = {
  wire: 'brand_type',
  column: 'brand_type',
  type: 'text',
  isNullable: false,
  api: { type: 'string', enum: [...brandTypes] },
  requestApi: { nullable: true, default: 'org' },
  updateApi: { nullable: true },
  onCreate: 'optional',
  onUpdate: 'optional',
  rules: [OneOf(brandTypes, { nullable: true })],
  write: (sent) => sent ?? 'org',
  columnDefault: `'org'`,
  check: `brand_type IN ('org', 'both', 'org_banner')`,
};

/** The fields of an e-mail branding, in the order in which their faults are reported (contract section 4). */
export const emailBrandingFields = {
  colour: optionalBrandingText('colour', { description: 'Of the banner', example: '#005ea5' }, 7),
  name: {
    ...brandingText(
      'name',
      { description: 'Unique; once archived, _archived_, when, and what it was' },
      { description: 'Unique' },
    ),
    check: `char_length(name) BETWEEN 1 AND CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END`,
  },
  text: optionalBrandingText('text', {
    description: 'Shown beside the logo; exactly one of this and alt_text is not null',
  }),
  altText: optionalBrandingText('alt_text', {
    description: 'Says what the logo shows; exactly one of this and text is not null',
  }),
  logo: optionalBrandingText('logo', { description: "The name of the logo's file" }),
  brandType,
  createdById: createOnly(createdBy),
  id,
  createdAt: moment('created_at', '2024-01-10T08:30:00.000000Z'),
  updatedAt: optionalMoment('updated_at', { description: 'null until it is changed' }),
  /** False once archived. */
  active: responseField<null, boolean>({
    wire: null,
    column: 'active',
    type: 'boolean',
    isNullable: false,
    columnDefault: 'true',
    api: {},
  }),
};

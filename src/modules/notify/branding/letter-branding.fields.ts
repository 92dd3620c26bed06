import { createOnly, id, moment, optionalMoment } from '../fields/notify-field.js';
import { brandingText, createdBy } from './branding-rules.js';

/** The fields of a letter branding, in the order in which their faults are reported (contract section 4). */
export const letterBrandingFields = {
  name: brandingText('name', {}, { description: 'Unique' }),
  filename: brandingText(
    'filename',
    { description: "Of the logo's file, without a suffix" },
    { description: "Unique; of the logo's file, without a suffix" },
  ),
  createdById: createOnly(createdBy),
  id,
  createdAt: moment('created_at', '2024-01-10T08:30:00.000000Z'),
  updatedAt: optionalMoment('updated_at', { description: 'null until it is changed' }),
};

/** The same fields as requests carry them: the peer has another name for the creator there. */
export const sentLetterBrandingFields = {
  ...letterBrandingFields,
  createdById: { ...letterBrandingFields.createdById, wire: 'created_by_id' as const },
};

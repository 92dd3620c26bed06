import type { FieldSchema } from '../../../fields/field.js';
import { Trimmed } from '../../../http/validation/field-readings.js';
import { CodePoints, IsStorable, IsText, Meets } from '../../../http/validation/text-rules.js';
import { logoUriChecks, logoUriPattern as pattern } from './logo-uri-checks.js';

/** A logo by http(s) URL or as a data URI, or `""` for none. */
export const logoUriRules: readonly PropertyDecorator[] = [
  Trimmed(),
  IsText(),
  CodePoints(0, 65_535),
  IsStorable(),
  ...logoUriChecks.map((check) => Meets(check)),
];

/** OpenAPI in responses, and in requests, where `""` means none. */
export const logoUriApi: FieldSchema = { pattern };
export const logoUriRequestApi: FieldSchema = { pattern: `^$|${pattern}` };

/** The same rules in SQL, for the stored value, which is never empty. */
export const logoUriCheck = `char_length(logo_uri) BETWEEN 1 AND 65535
   AND logo_uri ~ '${pattern}'
   AND logo_uri !~ '[<>\\u0001-\\u0020\\u007F-\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]'`;

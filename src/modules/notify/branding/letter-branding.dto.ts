import { responseOf } from '../../../fields/shapes.js';
import { creationOf, updateOf } from '../fields/requests.js';
import { letterBrandingFields, sentLetterBrandingFields } from './letter-branding.fields.js';

/** The body of a POST that creates a letter branding. */
export class LetterBrandingCreateRequest extends creationOf(sentLetterBrandingFields) {}

/** The body of a POST that changes a letter branding. A field that is absent keeps its value. */
export class LetterBrandingUpdateRequest extends updateOf(sentLetterBrandingFields) {}

/** A letter branding on the wire. */
export class LetterBrandingResponse extends responseOf(letterBrandingFields) {}

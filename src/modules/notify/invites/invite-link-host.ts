import { SchemaRule } from '../validation/schema-rules.js';

const maxLength = 2_000;

/** The root of the pages that an invite's link leads to: an http(s) URL without query, fragment or name; null for ours. */
export function InviteLinkHostField(): PropertyDecorator {
  return SchemaRule('inviteLinkHost', (value) =>
    value === null || isLinkHost(value) ? [] : ['is not a valid http or https URL'],
  );
}

function isLinkHost(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > maxLength || /[\s?#@\\]/.test(value)) return false;
  return /^https?:\/\/./i.test(value) && URL.canParse(value);
}

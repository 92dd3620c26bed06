import { matching, type TextCheck } from '../../../http/validation/text-checks.js';

/**
 * The published pattern with both of its branches anchored at both ends: as published, its second branch lets
 * `javascript:…data:image/png;base64,AAAA` pass.
 */
export const logoUriPattern =
  '^(http://|https://).*.(svg|png|jpg|jpeg)$|^(data:image/[a-zA-Z0-9;+=-]+,[A-Za-z0-9+/]*={0,2})$';

/** The conditions of a LogoUri beside those of every text. The console imports them too. */
export const logoUriChecks: readonly TextCheck[] = [
  matching(
    new RegExp(`^$|${logoUriPattern}`, 's'),
    'must be an http(s) URL of an svg, png or jpg image, or a data URI of one',
  ),
  matching(/^(?!.*[<>\s\p{Cc}])/su, 'must not contain <, >, white space or control characters'),
];

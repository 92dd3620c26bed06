import type { TemplateId } from '../../outbox/template-ids.js';

/**
 * How a field's value enters a mail. `text` and `address` are words and nothing else, `link` is a URL that becomes a
 * link, `list` becomes bullets where it has a line of its own, `markdown` becomes blocks of its own on such a line.
 */
export type FieldKind = 'text' | 'address' | 'link' | 'list' | 'markdown';

/** The one source of a mail's subject, text and HTML. */
export interface MailTemplate {
  readonly id: TemplateId;
  readonly name: string;
  /** Grows with each change of the wording. */
  readonly version: number;
  /** With `((field))` for what is filled in. */
  readonly subject: string;
  /** Notify's markdown: `#` heading, `*` bullet, `^` inset text, `---` rule; a bare URL becomes a link. */
  readonly body: string;
  /** Every field that subject and body name. */
  readonly fields: Readonly<Record<string, FieldKind>>;
}

/** How every mail ends (contract section 5). */
export const closing = ['Thanks', 'GOV.UK Notify team', 'https://www.gov.uk/notify'].join('\n');

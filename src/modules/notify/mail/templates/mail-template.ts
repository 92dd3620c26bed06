import type { TemplateId } from '../../outbox/template-ids.js';

/**
 * Type of a field. `text` and `address` stay plain text and `link` becomes a link. Alone on a line, `list` becomes
 * bullets and `markdown` becomes blocks.
 */
export type FieldKind = 'text' | 'address' | 'link' | 'list' | 'markdown';

/** The source of a mail's subject, text and HTML. */
export interface MailTemplate {
  readonly id: TemplateId;
  readonly name: string;
  /** Increases with each change of the wording. */
  readonly version: number;
  /** With `((field))` placeholders. */
  readonly subject: string;
  /** Notify's markdown: `#` heading, `*` bullet, `^` inset text, `---` rule; a bare URL becomes a link. */
  readonly body: string;
  /** Every field that subject and body name. */
  readonly fields: Readonly<Record<string, FieldKind>>;
}

/** The end of every mail (contract section 5). */
export const closing = ['Thanks', 'GOV.UK Notify team', 'https://www.gov.uk/notify'].join('\n');

import type { Personalisation } from '../../outbox/personalisation.js';
import type { MailTemplate } from '../templates/mail-template.js';
import { mapLines } from './parse-blocks.js';
import { fillBody, fillSubject } from './fill-fields.js';
import { renderHtml } from './render-html.js';
import { renderText } from './render-text.js';
import { printed, printedLine } from './typography.js';

/** Subject and both parts of a mail. */
export interface RenderedMail {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Renders subject, text and HTML of a mail from one template. Values are plain text: they can't make markup, links or
 * blocks. Only `markdown` fields may, within Notify's markdown.
 * @throws Error if a field that the template names is missing
 */
export function renderTemplate(template: MailTemplate, personalisation: Personalisation): RenderedMail {
  const subject = printed(fillSubject(template, personalisation));
  const blocks = fillBody(template, personalisation).map((block) => mapLines(block, printedLine));
  return { subject, text: renderText(blocks), html: renderHtml(subject, blocks) };
}

import type { Personalisation } from '../../outbox/personalisation.js';
import type { MailTemplate } from '../templates/mail-template.js';
import { mapLines } from './blocks.js';
import { fillBody, fillSubject } from './fill-fields.js';
import { renderHtml } from './render-html.js';
import { renderText } from './render-text.js';
import { printed, printedLine } from './typography.js';

/** What a mail says. */
export interface RenderedMail {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Subject, text and HTML of a mail from one source. Values are words: they can't make markup, links or blocks, except
 * those of fields that are markdown by contract, and there only what Notify's markdown knows.
 * @throws Error where a field that the template names is missing
 */
export function renderTemplate(template: MailTemplate, personalisation: Personalisation): RenderedMail {
  const subject = printed(fillSubject(template, personalisation));
  const blocks = fillBody(template, personalisation).map((block) => mapLines(block, printedLine));
  return { subject, text: renderText(blocks), html: renderHtml(subject, blocks) };
}

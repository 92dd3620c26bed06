import type { Personalisation } from '../../outbox/personalisation.js';
import type { FieldKind, MailTemplate } from '../templates/mail-template.js';
import { isWebLink, withBareLinks } from './bare-links.js';
import { type Block, type Inline, mapLines, parseBlocks } from './parse-blocks.js';
import { plainLine } from './plain-line.js';

const placeholder = /\(\((\w+)\)\)/;
const onlyPlaceholder = /^\(\((\w+)\)\)$/;

/** Returns the body with its fields filled in. Only the template and `markdown` fields make blocks. */
export function fillBody(template: MailTemplate, personalisation: Personalisation): Block<Inline[]>[] {
  return parseBlocks(template.body).flatMap(
    (block) =>
      blocksOfField(block, template, personalisation) ?? [
        mapLines(block, (line) => fillLine(line, template, personalisation)),
      ],
  );
}

/** Returns the subject with its fields filled in, as one line. */
export function fillSubject(template: MailTemplate, personalisation: Personalisation): string {
  const parts = template.subject.split(placeholder);
  return plainLine(
    parts.map((part, index) => (index % 2 === 0 ? part : textOf(part, personalisation))).join(''),
  );
}

/** Returns the blocks of a list or markdown field that is alone in its paragraph; null for any other block. */
function blocksOfField(
  block: Block<string>,
  { fields }: MailTemplate,
  personalisation: Personalisation,
): Block<Inline[]>[] | null {
  if (block.kind !== 'paragraph' || block.lines.length !== 1) return null;
  const field = onlyPlaceholder.exec(block.lines[0] ?? '')?.[1];
  if (field === undefined) return null;
  if (fields[field] === 'list') return [bullets(valueOf(field, personalisation))];
  if (fields[field] !== 'markdown') return null;
  const source = [valueOf(field, personalisation)].flat().join('\n');
  return parseBlocks(source).map((each) => mapLines(each, (line) => withBareLinks(plainLine(line))));
}

function bullets(values: string | readonly string[]): Block<Inline[]> {
  return { kind: 'bullets', items: [values].flat().map((value) => [text(plainLine(value))]) };
}

function fillLine(line: string, template: MailTemplate, personalisation: Personalisation): Inline[] {
  const parts = line.split(placeholder);
  const pieces = parts.flatMap((part, index) =>
    index % 2 === 0 ? withBareLinks(part) : [fillField(part, template.fields[part], personalisation)],
  );
  return joined(pieces);
}

function fillField(field: string, kind: FieldKind | undefined, personalisation: Personalisation): Inline {
  const value = textOf(field, personalisation);
  if (kind === undefined) throw new Error(`the template does not declare the field ${field}`);
  if (kind === 'link' && isWebLink(value)) return { kind: 'link', url: value };
  return { kind: kind === 'address' ? 'verbatim' : 'text', text: value };
}

function textOf(field: string, personalisation: Personalisation): string {
  return plainLine([valueOf(field, personalisation)].flat().join(', '));
}

/** @throws Error if the personalisation lacks the field */
function valueOf(field: string, personalisation: Personalisation): string | readonly string[] {
  const value = Object.hasOwn(personalisation, field) ? personalisation[field] : undefined;
  if (value === undefined) throw new Error(`the field ${field} is missing`);
  return value;
}

/** Joins neighbouring texts: the direction of a quote depends on the character before it. */
function joined(pieces: readonly Inline[]): Inline[] {
  const line: Inline[] = [];
  for (const piece of pieces) {
    const last = line.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') line[line.length - 1] = text(last.text + piece.text);
    else line.push(piece);
  }
  return line.filter((piece) => piece.kind === 'link' || piece.text !== '');
}

function text(words: string): Inline {
  return { kind: 'text', text: words };
}

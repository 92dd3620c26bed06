import { isBlankByte, joined, latin1TextOf } from './bytes.js';
import { BrokenGzip, type ReadContent } from './content.js';
import { type FileForm, isOrganisation } from './file-form.js';
import { binaryFormOf, textFormOf } from './foreign-form.js';
import { JsonOutline } from './json-outline.js';
import { LineSplitter } from './line-splitter.js';
import { placeInContent } from './place-in-content.js';
import { withoutMark } from './split-records.js';
import { UnreadableFile } from './unreadable-file.js';

const headBytes = 4_096;
const leftBrace = 0x7b;
const taken =
  'import takes a JSON list of organisations, an object that holds the list, or NDJSON, plain or gzip';

/**
 * Finds the organisations in a file without loading any. Reads no further than the first organisation, and so all of a
 * file that holds none.
 * @throws UnreadableFile for a file without organisations, or the error of `readContent`
 */
export async function inspectContent(readContent: ReadContent): Promise<FileForm> {
  try {
    return await formOf(readContent);
  } catch (error) {
    throw error instanceof BrokenGzip ? refused(`is damaged gzip (${error.message})`) : error;
  }
}

async function formOf(readContent: ReadContent): Promise<FileForm> {
  const head = await readHead(readContent);
  if (head.length === 0) throw refused('is empty');
  const binary = binaryFormOf(head);
  if (binary !== null) throw refused(`looks like ${binary}`);
  if (!/^[[{]/.test(latin1TextOf(head.subarray(0, 1)))) return formOfText(readContent, head);
  const outline = await outlineOf(readContent);
  const form = formIn(outline);
  if (form !== null) return form;
  const isObject = head[0] === leftBrace;
  if (isObject && (await hasOrganisationLine(readContent))) return { kind: 'lines' };
  throw refused(await whatJson(readContent, outline));
}

/** The first line of NDJSON may be damaged, so lines decide. */
async function formOfText(readContent: ReadContent, head: Uint8Array): Promise<FileForm> {
  if (await hasOrganisationLine(readContent)) return { kind: 'lines' };
  throw refused(`looks like ${textFormOf(head)}`);
}

/** Returns the first bytes of the content that are not white space. */
async function readHead(readContent: ReadContent): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  for await (const chunk of readContent()) {
    head = trimmedStart(joined([head, chunk]));
    if (head.length >= headBytes) break;
  }
  return head.subarray(0, headBytes);
}

function trimmedStart(bytes: Uint8Array): Uint8Array {
  const text = withoutMark(bytes);
  const start = text.findIndex((byte) => !isBlankByte(byte));
  return start < 0 ? new Uint8Array() : text.subarray(start);
}

async function outlineOf(readContent: ReadContent): Promise<JsonOutline> {
  const outline = new JsonOutline();
  for await (const chunk of readContent()) {
    outline.push(chunk);
    if (outline.isDone) return outline;
  }
  outline.end();
  return outline;
}

function formIn({ selector, fault, spansLines, isDocumentOver }: JsonOutline): FileForm | null {
  if (selector === null) return null;
  if (selector !== '$') return { kind: 'json', selector };
  // Broken inside the first organisation: the lines may be records of their own.
  if (fault !== null && !isDocumentOver) return null;
  return spansLines ? { kind: 'json', selector } : { kind: 'lines' };
}

async function hasOrganisationLine(readContent: ReadContent): Promise<boolean> {
  const lines = new LineSplitter();
  for await (const chunk of readContent())
    if (lines.push(chunk).some(({ object }) => object !== null && isOrganisation(object))) return true;
  return lines.end().some(({ object }) => object !== null && isOrganisation(object));
}

async function whatJson(readContent: ReadContent, outline: JsonOutline): Promise<string> {
  const { fault, isCutOff, hasList, keys, itemKeys } = outline;
  if (fault !== null) return `is broken JSON from ${await placeInContent(readContent, fault.byte)}`;
  if (isCutOff) return 'is JSON that is cut off before the first organisation';
  if (keys.some((key) => ['openapi', 'swagger'].includes(key))) return 'is an OpenAPI document';
  if (itemKeys.length > 0) return `is a list of other things than organisations, with ${itemKeys.join(', ')}`;
  if (hasList) return 'holds no organisation';
  if (keys.some((key) => ['error', 'errors'].includes(key))) return 'is an error response of an API';
  return `is JSON without organisations${keys.length > 0 ? `, with ${keys.join(', ')}` : ''}`;
}

function refused(what: string): UnreadableFile {
  return new UnreadableFile(`${what}; ${taken}`);
}

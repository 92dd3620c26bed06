import { stat } from 'node:fs/promises';
import { BrokenGzip, openContent } from './content.js';
import { type FileForm, isOrganisation } from './file-form.js';
import { binaryFormOf, textFormOf } from './foreign-form.js';
import { JsonOutline } from './json-outline.js';
import { LineSplitter } from './line-splitter.js';
import { placeInFile } from './place-in-file.js';
import { withoutMark } from './split-records.js';
import { UnreadableFile } from './unreadable-file.js';

const headBytes = 4_096;
const leftBrace = 0x7b;
const taken =
  'import takes a JSON list of organisations, an object that holds the list, or NDJSON, plain or gzip';

/**
 * Finds the organisations in a file without loading any. Reads no further than the first organisation, and so all of a
 * file that holds none.
 * @throws UnreadableFile for a file without organisations, or the error of the file system
 */
export async function inspectFile(file: string): Promise<FileForm> {
  if (!(await stat(file)).isFile()) throw new UnreadableFile('is not a file');
  try {
    return await formOf(file);
  } catch (error) {
    throw error instanceof BrokenGzip ? refused(`is damaged gzip (${error.message})`) : error;
  }
}

async function formOf(file: string): Promise<FileForm> {
  const head = await readHead(file);
  if (head.length === 0) throw refused('is empty');
  const binary = binaryFormOf(head);
  if (binary !== null) throw refused(`looks like ${binary}`);
  if (!/^[[{]/.test(head.toString('latin1'))) return formOfText(file, head);
  const outline = await outlineOf(file);
  const form = formIn(outline);
  if (form !== null) return form;
  const isObject = head[0] === leftBrace;
  if (isObject && (await hasOrganisationLine(file))) return { kind: 'lines' };
  throw refused(await whatJson(file, outline));
}

/** The first line of NDJSON may be damaged, so lines decide. */
async function formOfText(file: string, head: Buffer): Promise<FileForm> {
  if (await hasOrganisationLine(file)) return { kind: 'lines' };
  throw refused(`looks like ${textFormOf(head)}`);
}

/** Returns the first bytes of the content that are not white space. */
async function readHead(file: string): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of (await openContent(file)).chunks) {
    head = trimmedStart(Buffer.concat([head, chunk]));
    if (head.length >= headBytes) break;
  }
  return head.subarray(0, headBytes);
}

function trimmedStart(bytes: Buffer): Buffer {
  const text = withoutMark(bytes);
  const start = text.findIndex((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  return start < 0 ? Buffer.alloc(0) : text.subarray(start);
}

async function outlineOf(file: string): Promise<JsonOutline> {
  const outline = new JsonOutline();
  for await (const chunk of (await openContent(file)).chunks) {
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

async function hasOrganisationLine(file: string): Promise<boolean> {
  const lines = new LineSplitter();
  for await (const chunk of (await openContent(file)).chunks)
    if (lines.push(chunk).some(({ object }) => object !== null && isOrganisation(object))) return true;
  return lines.end().some(({ object }) => object !== null && isOrganisation(object));
}

async function whatJson(file: string, outline: JsonOutline): Promise<string> {
  const { fault, isCutOff, hasList, keys, itemKeys } = outline;
  if (fault !== null) return `is broken JSON from ${await placeInFile(file, fault.byte)}`;
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

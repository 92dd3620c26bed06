import { JSONParser, TokenType } from '@streamparser/json';
import { isOrganisationKey, isWrapper } from './file-form.js';
import { toBrokenJson } from './json-splitter.js';
import type { BrokenJson } from './raw-record.js';

/** An object or a list that is open at a place of the document. */
interface Frame {
  readonly isList: boolean;
  /** Of an object: the last key. */
  key: string;
  isKeyNext: boolean;
}

const lineFeed = 0x0a;
/** Keys kept for the sentence about a document without organisations. */
const maxKeys = 4;

/**
 * Finds the first organisation of a JSON document, or of several in a row, without keeping values. Looks where a list of
 * organisations may be: in the document itself, or under members such as `data`.
 */
export class JsonOutline {
  /** The selector of the organisations (see `FileForm`), once one is found. */
  selector: string | null = null;
  /** True once the document that is an organisation itself ended. */
  isDocumentOver = false;
  /** True if the present document has a line feed in its middle. */
  spansLines = false;
  /** The fault in the JSON, or null. */
  fault: BrokenJson | null = null;
  /** True if the content ends inside a document. */
  isCutOff = false;
  /** True if a list has been seen where organisations may be. */
  hasList = false;
  /** The first keys of the document and of the first item of its list. */
  readonly keys: string[] = [];
  readonly itemKeys: string[] = [];
  private readonly parser = new JSONParser({ paths: [], keepStack: false, separator: '' });
  private readonly frames: Frame[] = [];
  private lastToken = 0;
  private documentStart = 0;
  private chunk: Uint8Array = new Uint8Array();
  private chunkStart = 0;
  private chunkEnd = 0;

  constructor() {
    this.parser.onToken = ({ token, value, offset }) => {
      this.lastToken = offset;
      this.follow(token, value, offset);
    };
  }

  /** True once the rest of the content changes nothing. */
  get isDone(): boolean {
    return this.fault !== null || this.isDocumentOver || (this.selector ?? '$') !== '$';
  }

  push(chunk: Uint8Array): void {
    this.chunk = chunk;
    this.chunkStart = this.chunkEnd;
    this.chunkEnd += chunk.length;
    try {
      this.parser.write(chunk);
    } catch (error) {
      this.fault = toBrokenJson(error, this.lastToken);
    }
    if (this.frames.length > 0 && !this.isDocumentOver) this.findLineFeed(this.chunkEnd);
  }

  end(): void {
    this.isCutOff = this.frames.length > 0;
  }

  /** Looks for a line feed in the present document, in this chunk and before `end`. */
  private findLineFeed(end: number): void {
    const at = this.chunk.indexOf(lineFeed, Math.max(this.documentStart - this.chunkStart, 0));
    if (at >= 0 && this.chunkStart + at < end) this.spansLines = true;
  }

  private follow(token: TokenType, value: unknown, offset: number): void {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.open(token, offset);
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.close(offset);
    else {
      const top = this.frames.at(-1);
      if (top !== undefined && !top.isList) this.followInObject(top, token, value);
    }
  }

  private followInObject(top: Frame, token: TokenType, value: unknown): void {
    if (token === TokenType.COMMA || token === TokenType.COLON) top.isKeyNext = token === TokenType.COMMA;
    else if (top.isKeyNext && typeof value === 'string') this.meetKey(top, value);
  }

  private open(token: TokenType, offset: number): void {
    if (this.frames.length === 0 && this.selector === null) {
      this.documentStart = offset;
      this.spansLines = false;
    }
    const isList = token === TokenType.LEFT_BRACKET;
    this.frames.push({ isList, key: '', isKeyNext: !isList });
    if (isList && selectorOf(this.frames) !== null) this.hasList = true;
  }

  private close(offset: number): void {
    this.frames.pop();
    if (this.frames.length > 0 || this.selector !== '$' || this.isDocumentOver) return;
    this.findLineFeed(offset);
    this.isDocumentOver = true;
  }

  private meetKey(top: Frame, key: string): void {
    top.key = key;
    const outer = this.frames.slice(0, -1);
    if (outer.length === 0) keep(this.keys, key);
    const selector = this.selector === null ? selectorOf(outer) : null;
    if (selector === null) return;
    if (selector.endsWith('*')) keep(this.itemKeys, key);
    if (isOrganisationKey(key)) this.selector = selector;
  }
}

/** Returns the selector of values inside these frames; null where no organisation is looked for. */
function selectorOf(frames: readonly Frame[]): string | null {
  const list = frames.findIndex((frame) => frame.isList);
  const objects = list < 0 ? frames : frames.slice(0, list);
  if (list >= 0 && list < frames.length - 1) return null;
  if (!objects.every(({ key }) => isWrapper(key))) return null;
  return ['$', ...objects.map(({ key }) => key), ...(list < 0 ? [] : ['*'])].join('.');
}

function keep(keys: string[], key: string): void {
  if (keys.length < maxKeys && !keys.includes(key)) keys.push(key);
}

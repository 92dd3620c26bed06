import { createHash } from 'node:crypto';
import { BackupFault, endOfRows } from './backup-format.js';

const lineFeed = 0x0a;
const endMark = Buffer.from(endOfRows);
const endMarkInside = Buffer.from(`\n${endOfRows}`);
/** Max bytes of a line that is not a row. */
const maxLineBytes = 1_048_576;

/** Reads the lines of a backup in order and computes their checksum. */
export class LineReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private buffer: Buffer = Buffer.alloc(0);
  private readonly hash = createHash('sha256');

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** Returns the SHA-256, in hex, of the rows and the hashed lines so far. May be called once. */
  digest(): string {
    return this.hash.digest('hex');
  }

  /**
   * Returns the next line without its line feed, or null at the end of the file.
   * @param isHashed whether the checksum includes the line
   * @throws BackupFault if the file ends within the line
   */
  async readLine(isHashed: (line: string) => boolean): Promise<string | null> {
    let end = this.buffer.indexOf(lineFeed);
    while (end < 0) {
      if (this.buffer.length > maxLineBytes) throw new BackupFault('it contains a line that is too long');
      if (!(await this.readChunk())) {
        if (this.buffer.length === 0) return null;
        throw new BackupFault('it ends too early');
      }
      end = this.buffer.indexOf(lineFeed);
    }
    const bytes = this.take(end + 1);
    const line = bytes.toString('utf8', 0, end);
    if (isHashed(line)) this.hash.update(bytes);
    return line;
  }

  /**
   * Yields the rows up to their end mark, in chunks of whole lines.
   * @throws BackupFault if the file ends before the mark
   */
  async *readRows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.endOfRows();
      const length = end ?? this.buffer.lastIndexOf(lineFeed) + 1;
      if (length > 0) {
        const rows = this.take(length);
        this.hash.update(rows);
        yield rows;
      }
      if (end !== null) {
        this.hash.update(this.take(endMark.length));
        return;
      }
      if (!(await this.readChunk())) throw new BackupFault('it ends too early');
    }
  }

  /** Returns the index of the end mark in the buffer, or null. The buffer begins with a new line. */
  private endOfRows(): number | null {
    if (this.buffer.subarray(0, endMark.length).equals(endMark)) return 0;
    const at = this.buffer.indexOf(endMarkInside);
    return at < 0 ? null : at + 1;
  }

  private take(length: number): Buffer {
    const taken = this.buffer.subarray(0, length);
    this.buffer = this.buffer.subarray(length);
    return taken;
  }

  /** Appends the next chunk to the buffer. Returns false at the end of the file. */
  private async readChunk(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done === true) return false;
    this.buffer = this.buffer.length === 0 ? next.value : Buffer.concat([this.buffer, next.value]);
    return true;
  }
}

import { createHash } from 'node:crypto';
import { BackupFault } from './backup-fault.js';
import { endOfRows } from './backup-format.js';

const lineFeed = 0x0a;
const endMark = Buffer.from(endOfRows);
const endMarkInside = Buffer.from(`\n${endOfRows}`);
/** No line but those of rows is longer. */
const longestLine = 1_048_576;

/** Reads a backup from its first line to its last, in order, and hashes what it has read. */
export class LineReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);
  private readonly hash = createHash('sha256');

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** SHA-256, in hex, of everything that was read as a line that counts. To be asked once. */
  digest(): string {
    return this.hash.digest('hex');
  }

  /**
   * The next line without its end; null behind the last one.
   * @param counts whether it is part of what is hashed, once it is known what it says
   * @throws BackupFault where the file ends within it
   */
  async readLine(counts: (line: string) => boolean): Promise<string | null> {
    let end = this.held.indexOf(lineFeed);
    while (end < 0) {
      if (this.held.length > longestLine) throw new BackupFault('it holds a line that is too long');
      if (!(await this.more())) {
        if (this.held.length === 0) return null;
        throw new BackupFault('it ends too early');
      }
      end = this.held.indexOf(lineFeed);
    }
    const bytes = this.take(end + 1);
    const line = bytes.toString('utf8', 0, end);
    if (counts(line)) this.hash.update(bytes);
    return line;
  }

  /**
   * The rows up to the mark that ends them, whole lines at a time.
   * @throws BackupFault where the file ends before the mark
   */
  async *readRows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = this.endOfRows();
      const length = end ?? this.held.lastIndexOf(lineFeed) + 1;
      if (length > 0) {
        const rows = this.take(length);
        this.hash.update(rows);
        yield rows;
      }
      if (end !== null) {
        this.hash.update(this.take(endMark.length));
        return;
      }
      if (!(await this.more())) throw new BackupFault('it ends too early');
    }
  }

  /** Where the mark stands in what is held; null where it does not. What is held begins with a line. */
  private endOfRows(): number | null {
    if (this.held.subarray(0, endMark.length).equals(endMark)) return 0;
    const at = this.held.indexOf(endMarkInside);
    return at < 0 ? null : at + 1;
  }

  private take(length: number): Buffer {
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return taken;
  }

  private async more(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done === true) return false;
    this.held = this.held.length === 0 ? next.value : Buffer.concat([this.held, next.value]);
    return true;
  }
}

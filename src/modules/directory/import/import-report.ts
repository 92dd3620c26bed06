import { existsSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';

/** The report can't be written; the cause is the error of the file system. */
export class ReportError extends Error {}

/**
 * The file of rejected records and of notes, as NDJSON. The lines of a batch are written before its transaction commits
 * and settled afterwards; the next batch overwrites unsettled bytes. Without a line there is no file.
 */
export class ImportReport {
  private file: FileHandle | null = null;
  private written: number;

  private constructor(
    readonly path: string,
    private settled: number,
  ) {
    this.written = settled;
  }

  /**
   * Continues after the bytes that an earlier run settled; without any, removes the report of another import.
   * @throws ReportError
   */
  static async begin(path: string, settledBytes: number): Promise<ImportReport> {
    const report = new ImportReport(path, settledBytes);
    if (settledBytes === 0) await removeOld(path);
    else await report.continue();
    return report;
  }

  /**
   * Writes the lines of one batch after the settled bytes. Returns the size of the report in bytes.
   * @throws ReportError
   */
  async write(lines: readonly string[]): Promise<number> {
    this.written = this.settled;
    if (lines.length === 0) return this.written;
    const bytes = Buffer.from(lines.join(''));
    await translateErrors(async () => {
      this.file ??= await open(this.path, 'w');
      await this.file.write(bytes, 0, bytes.length, this.settled);
    });
    this.written += bytes.length;
    return this.written;
  }

  /** Keeps the lines of the last write. */
  settle(): void {
    this.settled = this.written;
  }

  /** Cuts off unsettled bytes and closes the file. */
  async close(): Promise<void> {
    if (this.file === null) return;
    await this.file.truncate(this.settled);
    await this.file.close();
    this.file = null;
    if (this.settled === 0) await rm(this.path, { force: true });
  }

  /** If the earlier report is gone, begins a new one. */
  private async continue(): Promise<void> {
    const file = await open(this.path, 'r+').catch(() => null);
    const size = (await file?.stat())?.size ?? 0;
    if (file !== null && size >= this.settled) {
      this.file = file;
      return;
    }
    await file?.close();
    this.settled = 0;
    this.written = 0;
  }
}

/** @throws ReportError in place of any error */
async function translateErrors<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw new ReportError("the report can't be written", { cause: error });
  }
}

/** Checks that the report exists, since a folder without write access does no harm until a record is rejected. */
async function removeOld(path: string): Promise<void> {
  if (existsSync(path)) await translateErrors(() => rm(path, { force: true }));
}

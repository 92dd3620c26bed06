import { existsSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { toReportLine } from './rejection-report.mapper.js';
import type { Rejection } from './import-record.js';

/** The report can't be written; the message names the file and says what to do. */
export class ReportError extends Error {}

/**
 * The file of rejected records: NDJSON, one line for each. A batch's lines are written before its transaction commits
 * and count only afterwards; what a broken run wrote beyond is overwritten. Where nothing was rejected there is no file.
 */
export class RejectionReport {
  private file: FileHandle | null = null;
  private written: number;

  private constructor(
    readonly path: string,
    private settled: number,
  ) {
    this.written = settled;
  }

  /**
   * Goes on behind the bytes that an earlier run settled, or begins anew and removes the report of another run.
   * @throws ReportError
   */
  static async begin(path: string, settledBytes: number): Promise<RejectionReport> {
    const report = new RejectionReport(path, settledBytes);
    if (settledBytes === 0) await removeOld(path);
    else await report.continue();
    return report;
  }

  /**
   * Writes the lines of one batch behind what is settled. Returns how many bytes the report then has.
   * @throws ReportError
   */
  async write(rejections: readonly Rejection[]): Promise<number> {
    this.written = this.settled;
    if (rejections.length === 0) return this.written;
    const bytes = Buffer.from(rejections.map(toReportLine).join(''));
    await explaining(this.path, async () => {
      this.file ??= await open(this.path, 'w');
      await this.file.write(bytes, 0, bytes.length, this.settled);
    });
    this.written += bytes.length;
    return this.written;
  }

  /** The lines last written stay. */
  settle(): void {
    this.settled = this.written;
  }

  /** Cuts off what was never settled, and closes. */
  async close(): Promise<void> {
    if (this.file === null) return;
    await this.file.truncate(this.settled);
    await this.file.close();
    this.file = null;
    if (this.settled === 0) await rm(this.path, { force: true });
  }

  /** Where the earlier report is gone, only what is rejected from here on is in it. */
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

async function explaining<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReportError(
      `The report ${path} can't be written (${reason}): name another with --report FILE.`,
    );
  }
}

/** Where there is none, a folder that can't be written to is no obstacle until something is rejected. */
async function removeOld(path: string): Promise<void> {
  if (existsSync(path)) await explaining(path, () => rm(path, { force: true }));
}

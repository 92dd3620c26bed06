import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const headings = ['fault', 'requests', 'acknowledged', 'lost', 'duplicated', 'longest outage (ms)'];

/** Prints the results of all faults as a table at the end of the run, and fails the run on lost or duplicated changes. */
export default class TableReporter {
  onRunStart() {
    this.folder = mkdtempSync(join(tmpdir(), 'organisations-directory-faults-table-'));
    // Tests run in this process or in children of it.
    process.env.FAULTS_TABLE = join(this.folder, 'rows.ndjson');
  }

  onRunComplete() {
    const file = process.env.FAULTS_TABLE;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    rmSync(this.folder, { recursive: true, force: true });
    this.rows = lines.map((line) => JSON.parse(line)).sort((one, other) => one.order - other.order);
    const cells = this.rows.map((row) => [
      row.fault,
      ...[row.requests, row.acknowledged, row.lost, row.duplicated, row.longestOutageMs].map(String),
    ]);
    for (const line of tableOf([headings, ...cells])) console.log(line);
    for (const { fault, notes } of this.rows) {
      for (const note of notes) console.log(`${fault}: ${note}`);
    }
  }

  getLastError() {
    const isHarmed = this.rows.some((row) => row.lost > 0 || row.duplicated > 0);
    return isHarmed ? new Error('changes were lost or made twice') : undefined;
  }
}

/** Returns a Markdown table with aligned columns. */
function tableOf([head, ...rows]) {
  const widths = head.map((_, index) => Math.max(...[head, ...rows].map((row) => row[index].length)));
  const lineOf = (row) =>
    `| ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]) : cell.padStart(widths[index]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return ['', lineOf(head), rule, ...rows.map(lineOf), ''];
}

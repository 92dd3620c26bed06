import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const columns = ['family', 'probes', 'refused', 'harmless', 'failed'];

/** Jest reporter that prints one line for each family of attacks after the run. */
export default class AttackTable {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'organisations-directory-attacks-'));
    // Worker processes start later and inherit this environment.
    process.env.ATTACK_COUNTS_FILE = join(this.folder, 'counts.ndjson');
  }

  onRunComplete() {
    const file = process.env.ATTACK_COUNTS_FILE;
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    rmSync(this.folder, { recursive: true, force: true });
    if (lines.length === 0) return;
    const rows = lines
      .map((line) => JSON.parse(line))
      .map((row) => ({ ...row, harmless: row.probes - row.refused - row.failed }))
      .sort((one, other) => (one.family < other.family ? -1 : 1));
    const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
    const total = Object.fromEntries(columns.slice(1).map((column) => [column, sum(column)]));
    process.stderr.write(`\n${tableOf([...rows, { family: 'all', ...total }])}\n`);
  }
}

/** Returns a Markdown table for the documentation. */
function tableOf(rows) {
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at].length)));
  const line = (row) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head, ...body] = cells.map(line);
  return [head, rule, ...body].join('\n');
}

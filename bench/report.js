/** The results as a table for readers and as JSON for programs. */
import { writeFileSync } from 'node:fs';
import { table } from './goals/table.js';

const columns = [
  ['#', ({ number }) => String(number)],
  ['what', ({ what }) => what],
  ['measured', ({ measured }) => measured],
  ['spread', ({ spread }) => spread ?? ''],
  ['goal', ({ goal }) => goal],
  ['met', ({ isMet }) => (isMet === null ? '-' : isMet ? 'yes' : 'NO')],
];

/** Returns a line of the table. `isMet` is null without a measurement or a goal. */
export function line({ number, measured, spread = '', isMet, details = {} }) {
  const { what, goal } = table[number];
  return { number, what, measured, spread, goal, isMet, details };
}

/** Returns a line for a skipped measurement, with the reason. */
export function notMeasured(number, reason) {
  return line({ number, measured: `not measured: ${reason}`, isMet: null });
}

/** Returns the table in Markdown for the documentation. */
export function toMarkdown(lines) {
  return toRows(
    columns.map(([head]) => head),
    lines.map((row) => columns.map(([, cell]) => cell(row))),
  );
}

/** Returns any table in Markdown. */
export function toRows(heads, texts) {
  const cells = texts.map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = heads.map((head, index) => Math.max(head.length, ...cells.map((row) => row[index].length)));
  const toRow = (row) => `| ${row.map((cell, index) => cell.padEnd(widths[index])).join(' | ')} |`;
  return [
    toRow(heads),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...cells.map(toRow),
  ].join('\n');
}

/** Returns the lines above the table. */
export function preface({ machine, rows, mode, seconds }) {
  const scale = rows === 1_000_000 ? '' : ' (the goals speak of 1,000,000)';
  return [
    `${rows.toLocaleString('en-GB')} organisations${scale}, ${mode} mode, ${Math.round(seconds)} s in all.`,
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryMb.toLocaleString('en-GB')} MB; Node ${machine.node}, PostgreSQL ${machine.postgresql}.`,
    `Placement: ${machine.placement}.`,
    ...(mode === 'short'
      ? [
          'Short mode warms up for less than a NestJS process needs: these figures only tell that all of it runs.',
        ]
      : []),
  ].join('\n');
}

export function writeJson(file, results) {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

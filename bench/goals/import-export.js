/** Goal 9: the import of the whole directory, and its export. */
import { createReadStream } from 'node:fs';
import { line } from '../report.js';
import { figure } from '../statistics.js';
import { tell } from '../tell.js';

const leastPerSecond = 25_000;
const mostMb = 300;

export async function measureImportExport({ databases, rows }) {
  const imported = await databases.importOfLarge();
  tell(`exporting ${rows} organisations …`);
  const exported = await databases.exportLarge();
  const lines = await countLines(exported.file);
  exported.remove();
  if (lines !== rows) throw new Error(`The export holds ${lines} organisations in place of ${rows}.`);
  const rates = { import: rows / imported.seconds, export: rows / exported.seconds };
  const memory =
    imported.peakMb === null ? 'memory not told by this system' : `${figure(imported.peakMb)} MB`;
  return [
    line({
      number: 9,
      measured: `import ${figure(rates.import)}/s in ${figure(imported.seconds)} s, at most ${memory}; export ${figure(rates.export)}/s in ${figure(exported.seconds)} s`,
      spread: 'one run',
      isMet:
        rates.import >= leastPerSecond &&
        (imported.peakMb ?? Infinity) < mostMb &&
        rates.export >= Math.max(leastPerSecond, rates.import),
      details: {
        importPerSecond: rates.import,
        exportPerSecond: rates.export,
        importPeakMb: imported.peakMb,
        exportPeakMb: exported.peakMb,
      },
    }),
  ];
}

async function countLines(file) {
  let lines = 0;
  for await (const chunk of createReadStream(file)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}

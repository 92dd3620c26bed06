import { seedDirectory } from '../modules/directory/seed/seed-directory.js';
import { importSummaryText } from './import-summary-text.js';
import { progressBar } from './progress.js';
import { onStopSignal } from './stop-signals.js';
import { withDatabase } from './with-database.js';

/** Loads the demonstration set and prints the summary. Returns the exit code. */
export async function seedCommand(options: { count: number; seed: number }): Promise<number> {
  const { count, seed } = options;
  const stop = onStopSignal();
  const progress = progressBar();
  try {
    const summary = await withDatabase((databaseUrl) =>
      seedDirectory({
        databaseUrl,
        count,
        seed,
        onProgress: (done) => {
          progress.show(done, count, done);
        },
        onNote: progress.note,
        isStopping: () => stop.exitCode() !== null,
      }),
    );
    progress.end();
    process.stdout.write(importSummaryText(`Fictional organisations, seed ${seed}`, summary));
    return stop.exitCode() ?? Number(summary.rejected > 0);
  } finally {
    progress.end();
  }
}

/** What a process is ended with by a signal: 128 and its number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Whether the operator asked the command to stop. */
export interface StopRequest {
  /** The exit code to end with, or null while nobody asked. */
  exitCode(): number | null;
}

/** Notes the first SIGINT or SIGTERM, so that the work at hand is finished; a second one ends the process at once. */
export function onStopSignal(): StopRequest {
  let requested: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (requested !== null) process.exit(exitCodes[signal]);
      requested = exitCodes[signal];
      process.stderr.write('Stopping in order; again to stop at once.\n');
    });
  }
  return { exitCode: () => requested };
}

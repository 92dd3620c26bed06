/** Exit codes of a process that a signal ends: 128 plus the number of the signal. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** A request of the operator to stop the command. */
export interface StopRequest {
  /** Returns the exit code of the request, or null without one. */
  exitCode(): number | null;
}

/** Records the first SIGINT or SIGTERM, so that the command can finish its present step; a second one exits at once. */
export function onStopSignal(): StopRequest {
  let requested: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (requested !== null) process.exit(exitCodes[signal]);
      requested = exitCodes[signal];
      process.stderr.write('Stopping after the present step. Repeat the signal to stop at once.\n');
    });
  }
  return { exitCode: () => requested };
}

const start = performance.now();

/** Writes a progress line to standard error; standard output is for the table. */
export function tell(text) {
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  process.stderr.write(`${seconds.padStart(5)} s  ${text}\n`);
}

/** Undoes what a run has started or created, last first: at its end, after a failure, and when interrupted. */
const steps = [];
let undoing;

/** Registers an undo step. Returns a function that runs this step now, once. */
export function atEnd(undo) {
  let done;
  const step = () => (done ??= Promise.resolve().then(undo));
  steps.push(step);
  return step;
}

/** Runs every undo step; a failed step is reported and does not stop the others. */
export function undoAll() {
  return (undoing ??= takeSteps());
}

async function takeSteps() {
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`Left behind: ${error.message}\n`);
    }
  }
}

/** On Ctrl-C and SIGTERM, stops every process by its id and deletes the folders. */
export function undoOnSignals() {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(signal, () => {
      process.stderr.write(`\n${signal}: stopping what was started …\n`);
      undoAll().finally(() => process.exit(code));
    });
  }
}

/** True after an interruption; failures after this are consequences of it. */
export function isUndoing() {
  return undoing !== undefined;
}

/** Undoes what a run has started or made, last first: at its end, after a failure, and when it is interrupted. */
const steps = [];
let undoing;

/** Registers how something is undone. Returns a function that undoes it now, once. */
export function atEnd(undo) {
  let done;
  const step = () => (done ??= Promise.resolve().then(undo));
  steps.push(step);
  return step;
}

/** Undoes everything; a step that fails is told and does not keep the others from being taken. */
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

/** On Ctrl-C and SIGTERM: everything that runs is stopped by its process id, and the folders go. */
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

/** True once the run is being broken off: what fails from here on fails because of that. */
export function isUndoing() {
  return undoing !== undefined;
}

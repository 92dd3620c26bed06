import { type Document, type Fence, isCommands, reasonNotToRun } from '../../support/documents.js';

/** A shell block of a document, with the output that the document shows for it. */
export interface Step {
  readonly place: string;
  readonly command: string;
  /** The text of the block that follows at once; `…` stands for any text. Null: the commands must succeed. */
  readonly output: string | null;
}

/** Returns the shell blocks of a document that are not marked as not run, in their order. */
export function stepsOf({ path, fences }: Document): Step[] {
  return fences.flatMap((fence, index): Step[] => {
    if (!isCommands(fence) || reasonNotToRun(fence) !== null) return [];
    const next = fences[index + 1];
    return [
      { place: `${path}:${fence.line}`, command: fence.text, output: isOutput(next) ? next.text : null },
    ];
  });
}

function isOutput(fence: Fence | undefined): fence is Fence {
  return fence !== undefined && fence.followsFence && ['json', 'text', 'http'].includes(fence.language);
}

/** White space is for the reader: a document may break the lines of an answer. */
const squeeze = (text: string): string => text.replaceAll(/\s+/g, '');

/** True if the output is the one that the document shows. */
export function isAsShown(output: string, shown: string): boolean {
  const parts = squeeze(shown)
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*?')}$`, 'su').test(squeeze(output));
}

const separator = (index: number): string => `=== block ${index} ===`;

/**
 * Returns one bash script with all steps, so that a step sees the variables of those before it, as a reader's shell does.
 * It stops at the first step that fails and shows no output.
 */
export function scriptOf(steps: readonly Step[]): string {
  const parts = steps.map(({ command, output }, index) => {
    const check = output === null ? 'set -e' : 'set +e';
    return `printf '\\n%s\\n' '${separator(index)}'\n${check}\n${command}`;
  });
  return ['set -o pipefail', ...parts, `printf '\\n%s\\n' '${separator(steps.length)}'`, ''].join('\n');
}

/** Returns what each step printed; null for a step that failed or was not reached. */
export function outputsOf(printed: string, steps: readonly Step[]): (string | null)[] {
  return steps.map((_, index) => {
    const [, rest = ''] = printed.split(`\n${separator(index)}\n`);
    const [output = '', end] = rest.split(`\n${separator(index + 1)}\n`);
    return end === undefined ? null : output.trim();
  });
}

import { signal } from '@preact/signals';
import { directory } from '../../directory/directory.ts';
import { type FilePlan, planFile } from './plan/plan-file.ts';
import { Pausing, Stopped } from './send/pausing.ts';
import { PlanSender } from './send/send-plan.ts';
import { forgetUnfinished, rememberUnfinished } from './unfinished.ts';

/** The steps of an import. `interrupted`: the directory did not answer, and the person may continue. */
export type Phase =
  | 'reading'
  | 'comparing'
  | 'failed'
  | 'planned'
  | 'sending'
  | 'stopping'
  | 'stopped'
  | 'interrupted'
  | 'done';

const redrawMs = 100;

/** The import of one file, from reading to the report. It goes on while the person looks at other pages. */
export class ImportJob {
  readonly phase = signal<Phase>('reading');
  readonly progress = signal({ done: 0, total: 0 });
  readonly plan = signal<FilePlan | null>(null);
  /** Of `failed` and `interrupted`. */
  readonly error = signal<unknown>(null);
  /** The fault from which on the file can't be read, as the predicate of a sentence; null without one. */
  readonly broken = signal<string | null>(null);
  /** Counts the changes of the results. */
  readonly revision = signal(0);
  /** Milliseconds since 1970 until which the directory asks to wait, or null. */
  readonly waitsUntil = signal<number | null>(null);
  sender: PlanSender | null = null;
  private controller = new AbortController();
  private redraw: ReturnType<typeof setTimeout> | null = null;

  constructor(readonly file: File) {}

  /** Reads the file and compares it with the directory; sends nothing. */
  async prepare(): Promise<void> {
    const { file } = this;
    this.phase.value = 'reading';
    this.error.value = null;
    const onProgress = (done: number, total: number): void => {
      this.controller.signal.throwIfAborted();
      this.progress.value = { done, total };
    };
    try {
      // The parser is as large as the rest of the page.
      const { readFile } = await import('./file/read-file.ts');
      const { entries, broken } = await readFile(file, (bytes) => {
        onProgress(bytes, file.size);
      });
      this.broken.value = broken;
      this.phase.value = 'comparing';
      onProgress(0, entries.length);
      const { pause } = this.newPausing();
      const plan = await planFile(entries, { directory, signal: this.controller.signal, pause, onProgress });
      this.plan.value = plan;
      this.sender = new PlanSender(directory, plan);
      this.phase.value = 'planned';
    } catch (error) {
      this.error.value = error;
      this.phase.value = 'failed';
    }
  }

  /** Ends the reading and the comparison; nothing has been sent. */
  cancel(): void {
    this.controller.abort();
  }

  /** Sends what is left of the plan. */
  async send(): Promise<void> {
    const { sender } = this;
    if (sender === null) return;
    this.controller = new AbortController();
    const { signal: stop } = this.controller;
    this.error.value = null;
    this.phase.value = 'sending';
    const { pause } = this.newPausing();
    this.showResults();
    try {
      await sender.send(pause, () => stop.aborted, this.onResult);
      this.phase.value = sender.remaining.length === 0 ? 'done' : 'stopped';
    } catch (error) {
      const isStopped = error instanceof Stopped;
      this.phase.value = isStopped ? 'stopped' : 'interrupted';
      this.error.value = isStopped ? null : error;
    }
    this.showResults();
    if (this.phase.value === 'done') forgetUnfinished();
  }

  /** Begins no more records; those that are being sent end. */
  stop(): void {
    this.phase.value = 'stopping';
    this.controller.abort();
  }

  private newPausing(): Pausing {
    const pausing = new Pausing(this.controller.signal);
    pausing.until.subscribe((until) => {
      this.waitsUntil.value = until;
    });
    return pausing;
  }

  /** A table that is drawn again for each record would take more time than the records. */
  private readonly onResult = (): void => {
    this.redraw ??= setTimeout(() => {
      this.showResults();
    }, redrawMs);
  };

  private showResults(): void {
    if (this.redraw !== null) clearTimeout(this.redraw);
    this.redraw = null;
    const total = (this.plan.value?.records ?? []).filter(({ writes }) => writes !== null).length;
    const done = this.sender?.results.size ?? 0;
    this.progress.value = { done, total };
    this.revision.value += 1;
    rememberUnfinished({ file: this.file.name, done, total });
  }
}

/** The present import; null before a file is chosen. */
export const job = signal<ImportJob | null>(null);

/** Reads another file. */
export function startImport(file: File): void {
  endImport();
  job.value = new ImportJob(file);
  void job.value.prepare();
}

/** Forgets the present import; what has been sent stays. */
export function endImport(): void {
  job.value?.cancel();
  job.value = null;
  forgetUnfinished();
}

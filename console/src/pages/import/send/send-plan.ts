import type { DirectoryClient } from 'organisations-directory-client';
import type { FilePlan } from '../plan/plan-file.ts';
import type { PlannedRecord } from '../plan/plan-record.ts';
import { inParallel } from './in-parallel.ts';
import type { Pause } from './patience.ts';
import { createFlag, missingFlags } from './send-flags.ts';
import { sendRecord, type SendResult } from './send-record.ts';

const writesAtOnce = 4;

/** The sending of a plan; it can be stopped and continued. */
export class PlanSender {
  /** By the number of the record. */
  readonly results = new Map<number, SendResult>();
  flagsCreated = 0;
  private readonly unanswered = new Set<number>();
  private readonly refusedFlags = new Set<string>();

  constructor(
    private readonly directory: DirectoryClient,
    private readonly plan: FilePlan,
  ) {}

  /** The records that are left to be sent. */
  get remaining(): readonly PlannedRecord[] {
    return this.plan.records.filter(({ writes, number }) => writes !== null && !this.results.has(number));
  }

  /**
   * Sends what is left: first the flags, then the records, a few at a time. Returns when those begun have ended.
   * @throws the outage that interrupts it
   */
  async send(pause: Pause, isStopping: () => boolean, onResult: () => void): Promise<void> {
    const { remaining, plan, directory, unanswered } = this;
    const { lookup } = plan;
    for (const flag of missingFlags(remaining, lookup)) {
      const key = JSON.stringify(flag);
      if (isStopping()) return;
      if (this.refusedFlags.has(key)) continue;
      const errors = await createFlag(flag, { directory, lookup, pause });
      if (errors.length > 0) this.refusedFlags.add(key);
      else this.flagsCreated += 1;
      onResult();
    }
    const work = async (record: PlannedRecord): Promise<void> => {
      this.results.set(record.number, await sendRecord(record, { directory, lookup, pause, unanswered }));
      onResult();
    };
    await inParallel(remaining, writesAtOnce, work, isStopping);
  }
}

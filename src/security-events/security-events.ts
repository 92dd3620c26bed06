import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { LineWriter } from './event-file.js';
import type { SecurityEventName, SecurityEventOutcome } from './event-names.js';
import { type EventOrigin, serviceOrigin } from './event-origin.js';
import type { PersonalHash } from './personal-hash.js';
import { RefusalLimit } from './refusal-limit.js';

/** More facts of an event: ids, counts and words of the service; never a secret, token or plain e-mail address. */
export type EventDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** The events of refused requests, which are limited. */
export type RefusalName = Extract<SecurityEventName, `access.${string}`>;

/**
 * Writes the security event stream, one JSON line an event. Record changes only after their commit, with `afterCommit` in
 * a transaction. Recording never throws: a full disk must not fail a request.
 */
@Injectable()
export class SecurityEvents implements OnApplicationShutdown {
  private readonly counts = new Map<SecurityEventName, number>();
  private readonly limits = new Map<RefusalName, RefusalLimit<EventOrigin>>();
  private lostCount = 0;

  /** @param onLost logs the line that can't be written */
  constructor(
    readonly hash: PersonalHash,
    private readonly write: LineWriter,
    private readonly onLost: (error: unknown, line: string) => void,
  ) {}

  record(
    event: SecurityEventName,
    origin: EventOrigin,
    details: EventDetails = {},
    outcome: SecurityEventOutcome = 'success',
  ): void {
    this.counts.set(event, (this.counts.get(event) ?? 0) + 1);
    this.writeLine(event, origin, details, outcome);
  }

  /**
   * Records a refused request. Above the limits of `RefusalLimit` it is only counted.
   * @param caller whose lines are limited together
   */
  recordRefusal(event: RefusalName, caller: string, origin: EventOrigin, details: EventDetails): void {
    this.counts.set(event, (this.counts.get(event) ?? 0) + 1);
    if (this.limitOf(event).admit(caller, origin)) this.writeLine(event, origin, details, 'refused');
  }

  /** Returns the number of events by name since the start, for the metrics. */
  get recorded(): ReadonlyMap<SecurityEventName, number> {
    return this.counts;
  }

  /** Returns the number of lines that could not be written. */
  get lost(): number {
    return this.lostCount;
  }

  onApplicationShutdown(): void {
    for (const limit of this.limits.values()) limit.flush();
  }

  private writeLine(
    event: SecurityEventName,
    origin: EventOrigin,
    details: EventDetails,
    outcome: SecurityEventOutcome,
  ): void {
    const { clientId, user, jti, clientAddress, interactionId } = origin;
    const time = new Date().toISOString();
    const record = { time, event, outcome, clientId, user, jti, clientAddress, interactionId, details };
    const line = `${escapeControls(JSON.stringify(record))}\n`;
    try {
      this.write(line);
    } catch (error) {
      this.lostCount += 1;
      this.onLost(error, line);
    }
  }

  private limitOf(event: RefusalName): RefusalLimit<EventOrigin> {
    const known = this.limits.get(event);
    if (known !== undefined) return known;
    const limit = new RefusalLimit<EventOrigin>((origin, suppressed) => {
      const of = { ...(origin ?? serviceOrigin), jti: null, interactionId: null };
      this.writeLine(event, of, { suppressed }, 'refused');
    });
    this.limits.set(event, limit);
    return limit;
  }
}

/** JSON leaves C1 controls, line separators and bidi overrides, which change what a terminal or a viewer shows. */
function escapeControls(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

import { Injectable } from '@nestjs/common';
import { ChangeLogRepository } from './change-log.repository.js';
import type { Place } from './place.js';

/** Called when the log has grown, with its new end. */
export type GrowthListener = (newest: Place) => void;

/**
 * The end of the log, as far as this instance knows: notifications and the sequencer report it, so readers need no query.
 * It may be behind the database for a moment and never ahead of it.
 */
@Injectable()
export class LogWatch {
  private known: Place | null = null;
  private readonly listeners = new Set<GrowthListener>();

  constructor(private readonly repository: ChangeLogRepository) {}

  /**
   * Returns a place that was committed before this call returns. Everything read afterwards includes all changes up to it.
   * @throws DatabaseUnreachable, DatabaseTimeout, only before the first report
   */
  async newest(): Promise<Place> {
    return this.known ?? this.report(await this.repository.readNewest());
  }

  /** The end of the log as far as this instance knows; null before the first report. */
  get current(): Place | null {
    return this.known;
  }

  /** Notes a place that is committed. Reports may arrive late, and a restore begins another log. */
  report(place: Place): Place {
    const { known } = this;
    if (known?.log === place.log && known.position >= place.position) return known;
    this.known = place;
    for (const listener of [...this.listeners]) listener(place);
    return place;
  }

  /** Calls a listener at each growth. Returns a function that removes it. */
  onGrowth(listener: GrowthListener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}

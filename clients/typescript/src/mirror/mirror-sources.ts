import type { Changes } from '../changes/changes.js';
import type { Flags } from '../resources/flags.js';
import type { Organisations } from '../resources/organisations.js';
import type { Checkpoints } from './checkpoints.js';

/** The parts of the client that a mirror uses. */
export interface MirrorSources {
  readonly changes: Changes;
  readonly organisations: Organisations;
  readonly flags: Flags;
  /** Null if the directory publishes none. */
  readonly checkpoints: Checkpoints | null;
}

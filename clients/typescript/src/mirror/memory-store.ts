import type { Organisation } from '../schemas.js';
import type { MirrorState, MirrorStore } from './mirror-store.js';

/** A copy in memory. */
export class MemoryStore implements MirrorStore {
  private content = new Map<string, Organisation>();
  private state: MirrorState | null = null;

  readState(): Promise<MirrorState | null> {
    return Promise.resolve(this.state);
  }

  read(organisationId: string): Promise<Organisation | null> {
    return Promise.resolve(this.content.get(organisationId) ?? null);
  }

  async *organisations(): AsyncGenerator<Organisation, void> {
    yield* await Promise.resolve([...this.content.values()]);
  }

  async replace(organisations: AsyncIterable<Organisation>, state: MirrorState): Promise<void> {
    const content = new Map<string, Organisation>();
    for await (const organisation of organisations) content.set(organisation.OrganisationId, organisation);
    this.content = content;
    this.state = state;
  }

  write(organisations: readonly Organisation[], state: MirrorState): Promise<void> {
    for (const organisation of organisations) this.content.set(organisation.OrganisationId, organisation);
    this.state = state;
    return Promise.resolve();
  }
}

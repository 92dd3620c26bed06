import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MirrorState, MirrorStore } from '../mirror/mirror-store.js';
import type { Organisation } from '../schemas.js';

/** The content of `state.json`: the state, and the folder that holds the organisations. */
interface Stored {
  readonly folder: string;
  readonly state: MirrorState;
}

const maxNameLength = 200;

/**
 * A copy in plain files: `state.json`, and a file for each organisation with exactly the bytes that the directory answers.
 * Each file is replaced as a whole. One process at a time may write to a folder.
 */
export class FileStore implements MirrorStore {
  private stored: Stored | null = null;

  constructor(private readonly root: string) {}

  async readState(): Promise<MirrorState | null> {
    const text = await readIfThere(join(this.root, 'state.json'));
    this.stored = text === null ? null : (JSON.parse(text) as Stored);
    return this.stored?.state ?? null;
  }

  async read(organisationId: string): Promise<Organisation | null> {
    const text = await readIfThere(this.fileOf(this.folder(), organisationId));
    return text === null ? null : (JSON.parse(text) as Organisation);
  }

  async *organisations(): AsyncGenerator<Organisation, void> {
    const folder = join(this.root, this.folder());
    for (const name of await readdir(folder)) {
      if (name.endsWith('.json'))
        yield JSON.parse(await readFile(join(folder, name), 'utf8')) as Organisation;
    }
  }

  /** Writes a new folder, and names it in `state.json` when it is complete. */
  async replace(organisations: AsyncIterable<Organisation>, state: MirrorState): Promise<void> {
    const folder = `organisations-${Date.now()}`;
    await mkdir(join(this.root, folder), { recursive: true });
    for await (const organisation of organisations) await this.put(folder, organisation);
    await this.writeState({ folder, state });
    for (const name of await readdir(this.root)) {
      if (name.startsWith('organisations-') && name !== folder)
        await rm(join(this.root, name), { recursive: true });
    }
  }

  async write(organisations: readonly Organisation[], state: MirrorState): Promise<void> {
    const folder = this.folder();
    for (const organisation of organisations) await this.put(folder, organisation);
    await this.writeState({ folder, state });
  }

  private folder(): string {
    if (this.stored === null) throw new Error(`${this.root} has no copy yet.`);
    return this.stored.folder;
  }

  private put(folder: string, organisation: Organisation): Promise<void> {
    return replaceFile(this.fileOf(folder, organisation.OrganisationId), JSON.stringify(organisation));
  }

  private async writeState(stored: Stored): Promise<void> {
    await replaceFile(join(this.root, 'state.json'), JSON.stringify(stored, null, 2));
    this.stored = stored;
  }

  /** Returns a file name that no other id has, on file systems too that ignore case. */
  private fileOf(folder: string, organisationId: string): string {
    const name = organisationId.replaceAll(/[^a-z0-9-]/gu, (character) =>
      Array.from(Buffer.from(character), (byte) => `%${byte.toString(16)}`).join(''),
    );
    const hash = (): string => `~${createHash('sha256').update(organisationId).digest('hex')}`;
    return join(this.root, folder, `${name.length > maxNameLength ? hash() : name}.json`);
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a file next to the old one and renames it, so that a reader sees the old or the new content, and never a part. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, path);
}

/** The run's two directories, created on first use: one of the measured size and a small one for comparison. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportFile, importFile, writeOrganisations } from './data.js';
import { tell } from './tell.js';

/** The small directory for the comparison of growth. */
export const smallRows = 1_000;

export class Databases {
  #large;
  #small;

  constructor({ server, folder, rows }) {
    this.server = server;
    this.folder = folder;
    this.rows = rows;
    this.imported = null;
  }

  /** @returns {Promise<object>} the directory of the run's size */
  large() {
    return (this.#large ??= this.#fill('large', this.rows));
  }

  small() {
    return (this.#small ??= this.#fill('small', smallRows));
  }

  /** Duration, rate and memory of the import of the large directory. */
  async importOfLarge() {
    await this.large();
    return this.imported;
  }

  /** Exports the large directory to a file. Returns the figures, the file and a function that deletes the file. */
  async exportLarge() {
    const database = await this.large();
    const file = join(this.folder, 'exported.ndjson');
    const run = await exportFile(database, file, this.folder);
    return { ...run, file, remove: () => rmSync(file) };
  }

  async #fill(purpose, rows) {
    const database = await this.server.createDatabase(purpose);
    const file = join(this.folder, `${purpose}.ndjson`);
    tell(`writing ${rows} organisations …`);
    await writeOrganisations(file, rows);
    tell(`importing ${rows} organisations …`);
    const run = await importFile(database, file, this.folder);
    rmSync(file);
    const [{ count }] = await database.query('SELECT count(*)::integer FROM directory.organisation');
    if (count !== rows) throw new Error(`The import left ${count} organisations in place of ${rows}.`);
    if (purpose === 'large') this.imported = run;
    return database;
  }
}

/** The run's two directories, made when first needed: one of the size that is measured, and a small one beside it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportFile, importFile, writeOrganisations } from './data.js';
import { tell } from './tell.js';

/** The small directory that growth is measured against. */
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

  /** Writes the large one to a file, which is removed again. Answers how that went. */
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

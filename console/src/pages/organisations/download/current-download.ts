import { signal } from '@preact/signals';
import type { OrganisationQuery } from 'organisations-directory-client';
import { announce } from '../../../design/announce.tsx';
import { patientDirectory } from '../../../directory/directory.ts';
import { t } from '../../../language/language.ts';
import { saveFile } from '../../../directory/save-file.ts';
import type { Format } from './formats.ts';
import { makeFile } from './make-file.ts';

/** The download, which goes on while the person looks at other pages. */
export type Download =
  | { readonly step: 'none' | 'cancelled' }
  | {
      readonly step: 'reading';
      readonly format: Format['name'];
      readonly done: number;
      readonly total: number;
    }
  | { readonly step: 'saved'; readonly file: string; readonly isExact: boolean }
  | { readonly step: 'failed'; readonly error: unknown };

export const download = signal<Download>({ step: 'none' });

let running: AbortController | null = null;

/** Stops the download; nothing is saved. */
export function cancelDownload(): void {
  running?.abort();
}

/**
 * Reads all organisations of a query and saves them as a file; does nothing while another download runs.
 * @param total the number that the list shows
 */
export async function startDownload(format: Format, query: OrganisationQuery, total: number): Promise<void> {
  if (running !== null) return;
  const controller = new AbortController();
  running = controller;
  const show = (done: number, of: number): void => {
    download.value = { step: 'reading', format: format.name, done, total: of };
  };
  show(0, total);
  announce(t().organisations.downloading(format.name));
  try {
    const { content, isExact } = await makeFile(
      format,
      query,
      (page) => patientDirectory.organisations.page(page, { signal: controller.signal }),
      show,
    );
    controller.signal.throwIfAborted();
    const file = `organisations-${new Date().toISOString().slice(0, 10)}.${format.extension}`;
    saveFile(content, file);
    download.value = { step: 'saved', file, isExact };
    announce(t().organisations.downloadDone(file));
  } catch (error) {
    download.value = controller.signal.aborted ? { step: 'cancelled' } : { step: 'failed', error };
    if (controller.signal.aborted) announce(t().organisations.downloadCancelled);
  } finally {
    running = null;
  }
}

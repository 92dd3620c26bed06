import { stat } from 'node:fs/promises';
import type { FileForm } from '../participants-file/file-form.js';
import { inspectContent } from '../participants-file/inspect-content.js';
import { UnreadableFile } from '../participants-file/unreadable-file.js';
import { contentOf } from './content.js';

/**
 * Finds the organisations in a file without loading any, as `inspectContent` does.
 * @throws UnreadableFile for a file without organisations, or the error of the file system
 */
export async function inspectFile(file: string): Promise<FileForm> {
  if (!(await stat(file)).isFile()) throw new UnreadableFile('is not a file');
  return inspectContent(contentOf(file));
}

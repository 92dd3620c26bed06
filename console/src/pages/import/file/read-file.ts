import { requestSchemas } from 'virtual:openapi';
import { contentOf } from './open-content.ts';
import { readEntries, type ReadFile } from './read-entries.ts';
import { recordRulesOf } from './record-rules.ts';

/**
 * Reads all records of a participants file.
 * @param onBytes is called with the number of bytes read so far; what it throws ends the reading
 * @throws UnreadableFile for a file without organisations, or the error of the file system
 */
export function readFile(file: Blob, onBytes: (bytes: number) => void): Promise<ReadFile> {
  return readEntries(contentOf(file, onBytes), recordRulesOf(requestSchemas));
}

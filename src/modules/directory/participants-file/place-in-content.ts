import type { ReadContent } from './content.js';

const lineFeed = 0x0a;

/** Returns the line and column of a byte of the content, such as `line 3, column 7`; both count from 1, in bytes. */
export async function placeInContent(readContent: ReadContent, byte: number): Promise<string> {
  let line = 1;
  let lineStart = 0;
  let read = 0;
  for await (const chunk of readContent()) {
    for (
      let at = chunk.indexOf(lineFeed);
      at >= 0 && read + at < byte;
      at = chunk.indexOf(lineFeed, at + 1)
    ) {
      line += 1;
      lineStart = read + at + 1;
    }
    read += chunk.length;
    if (read > byte) break;
  }
  return `line ${line}, column ${byte - lineStart + 1}`;
}

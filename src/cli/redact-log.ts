import { type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 1_048_576;
const lineFeed = 0x0a;

/** The fields of access log and security events that point to a person, with their values. */
const personalFields = /"(?:user|jti|clientAddress|adminUser)":"((?:[^"\\]|\\.)*)"/dg;
const timeField = /"time":"([^"\\]*)"/;

/**
 * Overwrites the personal fields of JSON lines before `cutoff` with dashes of the same length, and returns the number of
 * changed lines. No byte moves, so a process may append to the file meanwhile, and an interrupted call is simply repeated.
 * @throws the error of the file system
 */
export async function redactLog(path: string, cutoff: Date): Promise<number> {
  const file = await open(path, 'r+');
  try {
    return await redactLines(file, cutoff);
  } finally {
    await file.close();
  }
}

async function redactLines(file: FileHandle, cutoff: Date): Promise<number> {
  let changed = 0;
  let position = 0;
  let pending = Buffer.alloc(0);
  for (;;) {
    const chunk = Buffer.alloc(chunkBytes);
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, position + pending.length);
    // A last line without an end is still being written.
    if (bytesRead === 0) return changed;
    pending = Buffer.concat([pending, chunk.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = pending.indexOf(lineFeed); end !== -1; end = pending.indexOf(lineFeed, start)) {
      if (await redactLine(file, position + start, pending.subarray(start, end), cutoff)) changed += 1;
      start = end + 1;
    }
    position += start;
    pending = pending.subarray(start);
  }
}

async function redactLine(file: FileHandle, offset: number, line: Buffer, cutoff: Date): Promise<boolean> {
  // One character for each byte.
  const text = line.toString('latin1');
  const time = Date.parse(timeField.exec(text)?.[1] ?? '');
  if (!(time < cutoff.getTime())) return false;
  let isChanged = false;
  for (const match of text.matchAll(personalFields)) {
    const [from, to] = match.indices?.[1] ?? [0, 0];
    if (/^-*$/.test(match[1] ?? '')) continue;
    await file.write(Buffer.alloc(to - from, '-'), 0, to - from, offset + from);
    isChanged = true;
  }
  return isChanged;
}

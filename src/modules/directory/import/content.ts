import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenGzip, type ReadContent } from '../participants-file/content.js';

/** The content of a file, unpacked if the file is gzip. */
export interface Content {
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes read from the file so far; of gzip, packed ones. */
  readonly bytesRead: () => number;
  /** The size of the content in bytes; of gzip, as its end says for files of one member below 4 GiB. */
  readonly estimatedSize: number;
}

const plainChunkBytes = 262_144;
/** Packed records are small; a small chunk keeps the progress steady. */
const packedChunkBytes = 16_384;
/** Lists of organisations shrink less than this; the end of a file that is cut off may be any number. */
const maxRatio = 200;
const gzipMark = Buffer.from([0x1f, 0x8b]);

/** Opens a file and detects gzip by its first bytes, whatever the name. */
export async function openContent(file: string): Promise<Content> {
  const { isPacked, estimatedSize } = await inspectEnds(file);
  const source = createReadStream(file, { highWaterMark: isPacked ? packedChunkBytes : plainChunkBytes });
  const bytesRead = (): number => source.bytesRead;
  if (!isPacked) return { chunks: source, bytesRead, estimatedSize };
  // The error of either stream ends the iteration of the second.
  const unpacked = pipeline(source, createGunzip(), () => undefined);
  return { chunks: translateErrors(unpacked), bytesRead, estimatedSize };
}

/** Returns the reader of a file's content. */
export function contentOf(file: string): ReadContent {
  return async function* () {
    yield* (await openContent(file)).chunks;
  };
}

/** RFC 1952 §2.3.1: the last four bytes of gzip are the size of the content modulo 2^32, little-endian. */
async function inspectEnds(file: string): Promise<{ isPacked: boolean; estimatedSize: number }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const mark = await handle.read(Buffer.alloc(2), 0, 2, 0);
    const isPacked = mark.buffer.subarray(0, mark.bytesRead).equals(gzipMark);
    if (!isPacked || size < 4) return { isPacked, estimatedSize: size };
    const end = await handle.read(Buffer.alloc(4), 0, 4, size - 4);
    const told = end.buffer.readUInt32LE();
    return { isPacked, estimatedSize: Math.min(Math.max(told, size), size * maxRatio) };
  } finally {
    await handle.close();
  }
}

async function* translateErrors(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    const isOfGzip = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw isOfGzip ? new BrokenGzip(error.message) : error;
  }
}

import {
  BrokenGzip,
  type ReadContent,
} from '../../../../../src/modules/directory/participants-file/content.js';
import { newTurn } from './turn.ts';

/** A larger chunk would block the page for longer than a frame while it is parsed. */
const chunkBytes = 65_536;
const gzipMark = [0x1f, 0x8b];

/**
 * Returns the reader of a file's content, unpacked if its first bytes are those of gzip. Between chunks it lets the page
 * draw and react.
 * @param onBytes is called with the number of bytes read from the file so far
 */
export function contentOf(file: Blob, onBytes: (bytes: number) => void): ReadContent {
  return async function* () {
    const isPacked = await isGzip(file);
    const counted = file.stream().pipeThrough(counter(onBytes));
    const reader = (isPacked ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).getReader();
    const turn = newTurn();
    try {
      for (;;) {
        const { done, value } = await read(reader, isPacked);
        if (done) return;
        for (let at = 0; at < value.length; at += chunkBytes) {
          await turn();
          yield value.subarray(at, at + chunkBytes);
        }
      }
    } finally {
      // The rest of the file is not wanted; an error of the file has been thrown already.
      reader.cancel().catch(() => undefined);
    }
  };
}

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

/** @throws BrokenGzip for damaged gzip, or the error of the file system */
async function read(reader: Reader, isPacked: boolean): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (error) {
    // Browsers throw a DOMException where the file can't be read, and another error where the unpacker fails.
    const isOfGzip = isPacked && error instanceof Error && !(error instanceof DOMException);
    throw isOfGzip ? new BrokenGzip(error.message, { cause: error }) : error;
  }
}

async function isGzip(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, gzipMark.length).arrayBuffer());
  return gzipMark.every((byte, index) => head[index] === byte);
}

function counter(
  onBytes: (bytes: number) => void,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      onBytes(bytes);
      controller.enqueue(chunk);
    },
  });
}

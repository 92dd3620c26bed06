/** Reads the content of a file, unpacked, from its beginning; each call reads anew. */
export type ReadContent = () => AsyncIterable<Uint8Array>;

/** The gzip data is damaged; the message is the unpacker's. The rest of the file can't be read. */
export class BrokenGzip extends Error {}

import { ServerResponse } from 'node:http';

const maxTotalBytes = 64 * 1_048_576;

/** A response that emits `ended` when its handler has ended it, whether or not the client has read it. */
export class ResponseWithEndEvent extends ServerResponse {
  override end(chunk?: unknown, encoding?: unknown, callback?: () => void): this {
    super.end(chunk, encoding as BufferEncoding, callback);
    this.emit('ended');
    return this;
  }
}

/**
 * The responses that wait in memory for their clients. Slow readers hold no concurrency slot, so their unread responses
 * have their own memory limit. Above it the oldest connections are closed.
 */
export class UnreadResponses {
  /** From the oldest to the newest. */
  private readonly responses = new Set<ServerResponse>();

  constructor(private readonly maxBytes = maxTotalBytes) {}

  /** Adds an ended response, until its connection has sent it. */
  add(response: ServerResponse): void {
    // The operating system has already taken all bytes of nearly every response.
    if (response.writableLength === 0 || response.closed) return;
    this.responses.add(response);
    response.once('close', () => this.responses.delete(response));
    this.enforceLimit();
  }

  private enforceLimit(): void {
    let bytes = 0;
    for (const { writableLength } of this.responses) bytes += writableLength;
    for (const response of this.responses) {
      if (bytes <= this.maxBytes) return;
      bytes -= response.writableLength;
      this.responses.delete(response);
      response.destroy();
    }
  }
}

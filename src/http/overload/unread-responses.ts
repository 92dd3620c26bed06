import { ServerResponse } from 'node:http';

/** So much may wait in memory for clients that do not take their answers. */
const mostBytes = 64 * 1_048_576;

/** An answer that tells by the event `answered` when all of it is there, whether or not the client takes it. */
export class Answer extends ServerResponse {
  override end(chunk?: unknown, encoding?: unknown, callback?: () => void): this {
    super.end(chunk, encoding as BufferEncoding, callback);
    this.emit('answered');
    return this;
  }
}

/**
 * What is ready and waits for its client. Nobody is kept out by those who ask and do not read, so what they leave lying
 * must have an end of its own: where it gets too much, the connections that have waited longest are closed.
 */
export class UntakenAnswers {
  /** From the oldest to the newest. */
  private readonly answers = new Set<ServerResponse>();

  constructor(private readonly most = mostBytes) {}

  /** To be called with each answer once all of it is there. */
  add(answer: ServerResponse): void {
    // The system has taken all of it, as it does of almost every answer.
    if (answer.writableLength === 0 || answer.closed) return;
    this.answers.add(answer);
    answer.once('close', () => this.answers.delete(answer));
    this.letGo();
  }

  private letGo(): void {
    let bytes = 0;
    for (const { writableLength } of this.answers) bytes += writableLength;
    for (const answer of this.answers) {
      if (bytes <= this.most) return;
      bytes -= answer.writableLength;
      this.answers.delete(answer);
      answer.destroy();
    }
  }
}

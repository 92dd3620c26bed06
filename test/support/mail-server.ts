import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerEnvelope } from 'smtp-server';
import { closeOnce } from './left-open.js';
import { until } from './until.js';

/** An e-mail accepted by the server, raw and parsed. */
export interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: string;
  readonly mail: Email;
}

type Stage = 'auth' | 'mail' | 'rcpt' | 'data';

/** Response of the server that refuses a mail. */
export interface Refusal {
  readonly stage: Stage;
  readonly code: number;
  readonly text?: string;
}

/** A real SMTP server on loopback. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Number of mails that were refused or delayed. */
  refusals = 0;
  /** The refusal of every e-mail; null accepts all. */
  refusal: Refusal | null = null;
  /** While true, the data of an e-mail stay unanswered until `goOn`. */
  isStalling = false;
  /** Delay before the response to each mail's data. */
  delayMs = 0;
  /** When the server stops next: during an e-mail's data, or after storing an e-mail without a response. */
  diesNext: 'in the data' | 'before the answer' | null = null;
  /** Number of connections so far. */
  connections = 0;
  private readonly stalled: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();
  private server: SMTPServer | null = null;
  private boundPort = 0;

  constructor(private readonly credentials: { user: string; password: string } | null = null) {}

  get url(): string {
    const login =
      this.credentials === null
        ? ''
        : `${this.credentials.user}:${encodeURIComponent(this.credentials.password)}@`;
    return `smtp://${login}127.0.0.1:${this.boundPort}`;
  }

  /** Listens, on the previous port after a restart. */
  async start(): Promise<this> {
    const server = this.createServer();
    this.server = server;
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    closeOnce(() => this.stop());
    server.listen(this.boundPort, '127.0.0.1');
    await once(server.server, 'listening');
    this.boundPort = (server.server.address() as AddressInfo).port;
    return this;
  }

  /** Stops at once like a killed process: open connections are cut. */
  die(): void {
    const { server } = this;
    this.server = null;
    this.diesNext = null;
    server?.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(resolve);
      // close() waits for all connections, so destroy those of stalled e-mails.
      for (const connection of server.connections) connection.close();
    });
  }

  /** Waits for this many e-mails to an address; returns them in order of arrival. */
  mailsTo(address: string, count = 1): Promise<ReceivedMail[]> {
    return until(`${count} mails to ${address}`, () => {
      const mails = this.received.filter(({ envelope }) => envelope.to.includes(address));
      return mails.length >= count ? mails : null;
    });
  }

  async mailTo(address: string): Promise<ReceivedMail> {
    const [mail] = await this.mailsTo(address);
    if (mail === undefined) throw new Error('there is no mail');
    return mail;
  }

  async untilRefused(times = 1): Promise<void> {
    await until(`${times} refusals`, () => (this.refusals >= times ? true : null));
  }

  /** Answers the stalled requests and stops stalling. */
  goOn(): void {
    this.isStalling = false;
    for (const answer of this.stalled.splice(0)) answer();
  }

  private createServer(): SMTPServer {
    return new SMTPServer({
      authOptional: this.credentials === null,
      allowInsecureAuth: true,
      disabledCommands: this.credentials === null ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onConnect: (_session, done) => {
        this.connections += 1;
        done();
      },
      onAuth: (_auth, _session, done) => {
        const error = this.refusalAt('auth');
        if (error === null) done(null, { user: 'somebody' });
        else done(error);
      },
      onMailFrom: (_address, _session, done) => {
        done(this.refusalAt('mail'));
      },
      onRcptTo: (_address, _session, done) => {
        done(this.refusalAt('rcpt'));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (this.diesNext === 'in the data') this.die();
        });
        stream.on('end', () => {
          const answer = (): void => {
            const finished = this.finish(Buffer.concat(chunks), session.envelope);
            if (this.diesNext === 'before the answer') this.die();
            finished.then(done, done);
          };
          if (!this.isStalling) {
            setTimeout(answer, this.delayMs);
            return;
          }
          this.refusals += 1;
          this.stalled.push(answer);
        });
      },
    });
  }

  /** null if the server accepted the e-mail. */
  private async finish(data: Buffer, { mailFrom, rcptTo }: SMTPServerEnvelope): Promise<Error | null> {
    const error = this.refusalAt('data');
    if (error !== null) return error;
    this.received.push({
      envelope: {
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
      },
      raw: data.toString('utf8'),
      mail: await PostalMime.parse(data),
    });
    return null;
  }

  private refusalAt(stage: Stage): Error | null {
    if (this.refusal?.stage !== stage) return null;
    this.refusals += 1;
    const { code, text = 'no' } = this.refusal;
    return Object.assign(new Error(text), { responseCode: code });
  }
}

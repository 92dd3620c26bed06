import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Signer } from '../../../http/signing/signer.js';
import type { ChainEnd } from '../changes/chain.js';
import { checkpointType, type Checkpoint } from './checkpoint.js';
import { CheckpointRepository } from './checkpoint.repository.js';

/** A checkpoint of an unchanged log is signed again after this time, so that its `iat` is at most 60 s old at the client. */
const maxAgeMs = 30_000;

/** A signed checkpoint and the moment of its signature on the monotonic clock. */
interface SignedCheckpoint {
  readonly head: ChainEnd;
  readonly signedAtMs: number;
  readonly jws: Promise<string>;
}

/** Signs the end of the log: once for each position that somebody asks for, and again after 30 s. */
@Injectable()
export class CheckpointService {
  private latest: SignedCheckpoint | null = null;
  private reading: Promise<ChainEnd> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly checkpoints: CheckpointRepository,
    private readonly signer: Signer,
  ) {}

  /**
   * Returns a checkpoint of the newest position, a compact JWS.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async current(): Promise<string> {
    const head = await this.readHead();
    if (this.latest === null || !isCurrent(this.latest, head)) this.latest = this.sign(head);
    return this.latest.jws;
  }

  /** Concurrent requests share one query. */
  private readHead(): Promise<ChainEnd> {
    this.reading ??= this.checkpoints.readHead().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private sign(head: ChainEnd): SignedCheckpoint {
    const claims: Checkpoint = {
      iss: this.config.publicOrigins[0] ?? this.config.localOrigin,
      iat: Math.floor(Date.now() / 1_000),
      Log: head.log,
      Position: head.position,
      Hash: head.hash,
    };
    const jws = this.signer.signClaims(checkpointType, { ...claims });
    return { head, signedAtMs: performance.now(), jws };
  }
}

function isCurrent({ head, signedAtMs }: SignedCheckpoint, present: ChainEnd): boolean {
  const isSame = head.log === present.log && head.hash === present.hash && head.position === present.position;
  return isSame && performance.now() - signedAtMs < maxAgeMs;
}

import { Injectable } from '@nestjs/common';
import { weakEntityTagOf } from '../../../http/caching/entity-tag.js';
import { Signer } from '../../../http/signing/signer.js';
import { type OpenDataFile, OpenDataService } from './open-data.service.js';

/** The signature of one version of the public file. */
export interface OpenDataSignature {
  /** A detached JWS. */
  readonly jws: string;
  /** Weak: another instance's signature of the same file by the same key has other bytes (ECDSA). */
  readonly entityTag: string;
}

/** A signature that is being made, or is made. */
interface VersionSignature {
  readonly fileTag: string;
  readonly jws: Promise<string>;
}

/** Signs each version of the public file once, when its signature is asked for first. */
@Injectable()
export class OpenDataSignatureService {
  private latest: VersionSignature | null = null;

  constructor(
    private readonly openData: OpenDataService,
    private readonly signer: Signer,
  ) {}

  /**
   * Returns the signature of the present version.
   * @throws DatabaseUnreachable, DatabaseTimeout
   */
  async current(): Promise<OpenDataSignature> {
    const file = await this.openData.open((tag) => tag !== this.latest?.fileTag);
    const { jws } = await this.signatureOf(file);
    return { jws: await jws, entityTag: weakEntityTagOf(`${file.entityTag} ${this.signer.kid}`) };
  }

  /** Requests for one version that arrive while it is signed share the signature, and hold no snapshot meanwhile. */
  private async signatureOf(file: OpenDataFile): Promise<VersionSignature> {
    if (this.latest?.fileTag !== file.entityTag) return (this.latest = this.begin(file));
    const { latest } = this;
    await file.close();
    return latest;
  }

  private begin(file: OpenDataFile): VersionSignature {
    const jws = this.sign(file);
    const begun = { fileTag: file.entityTag, jws };
    jws.catch(() => {
      if (this.latest === begun) this.latest = null;
    });
    return begun;
  }

  private async sign(file: OpenDataFile): Promise<string> {
    try {
      const { entityTag: etag, chunks } = file;
      return await this.signer.signDetached(chunks, { iat: Math.floor(Date.now() / 1_000), etag });
    } finally {
      await file.close();
    }
  }
}

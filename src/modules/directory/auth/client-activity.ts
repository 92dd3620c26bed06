import { Injectable } from '@nestjs/common';

/** Remembers which clients called with a valid token since they were last asked for. */
@Injectable()
export class ClientActivity {
  private seen = new Set<string>();

  note(clientId: string): void {
    this.seen.add(clientId);
  }

  /** Returns the clients and forgets them. */
  take(): string[] {
    const clients = [...this.seen];
    this.seen = new Set();
    return clients;
  }
}

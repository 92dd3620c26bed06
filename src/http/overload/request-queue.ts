/**
 * So long a place is waited for. To tell somebody at once to come again brings them again at once, and then there is time
 * for nothing but telling.
 */
const longestWaitMs = 3_000;
/** Who has waited too long is told at one of the next looks; if many came at once, not all at once, which would hold up others. */
const lookEveryMs = 10;
const mostToldAtOnce = 25;
/** Each costs the memory of a request; so many can't be served in the time anyway. */
const mostWaiting = 10_000;

interface Place<Member> {
  readonly until: number;
  member: Member | null;
}

/** Where requests wait for their turn: who came first is next, and nobody waits for longer than three seconds. */
export class WaitingLine<Member> {
  /** From the oldest to the newest. Who has left leaves an empty place. */
  private readonly places: Place<Member>[] = [];
  private looking: NodeJS.Timeout | null = null;

  /** @param tellLate is called for each that has waited in vain */
  constructor(private readonly tellLate: (member: Member) => void) {}

  get isFull(): boolean {
    return this.places.length >= mostWaiting;
  }

  /** True where nobody has joined since the line was last found to be empty. */
  get isEmpty(): boolean {
    return this.places.length === 0;
  }

  get length(): number {
    return this.places.filter(({ member }) => member !== null).length;
  }

  /** Answers how to leave the line. */
  join(member: Member): () => void {
    const place: Place<Member> = { until: performance.now() + longestWaitMs, member };
    this.places.push(place);
    this.looking ??= setInterval(() => {
      this.look();
    }, lookEveryMs);
    return () => {
      place.member = null;
    };
  }

  /** Takes the first out of the line; null where nobody waits. */
  next(): Member | null {
    for (let place = this.places.shift(); place !== undefined; place = this.places.shift())
      if (place.member !== null) return place.member;
    return null;
  }

  private look(): void {
    const now = performance.now();
    for (let told = 0; told < mostToldAtOnce && (this.places[0]?.until ?? Infinity) <= now;) {
      const member = this.places.shift()?.member ?? null;
      if (member === null) continue;
      this.tellLate(member);
      told += 1;
    }
    if (this.places.length > 0 || this.looking === null) return;
    clearInterval(this.looking);
    this.looking = null;
  }
}

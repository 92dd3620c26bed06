import { lookup, Resolver } from 'node:dns/promises';

/** Finds the addresses of host names. */
export interface NameResolver {
  /**
   * Returns all addresses of a name; the order is that of preference.
   * @param isTrusted true: the hosts file of this machine counts too
   * @throws the error of the name server
   */
  addressesOf(name: string, isTrusted: boolean): Promise<readonly string[]>;
}

/** Asks the name servers of this machine. */
export const dnsResolver: NameResolver = {
  async addressesOf(name, isTrusted) {
    if (isTrusted) return (await lookup(name, { all: true })).map(({ address }) => address);
    // Not `lookup`: it takes one of four threads, which a slow name server of a stranger would block for all.
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason;
    return [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  },
};

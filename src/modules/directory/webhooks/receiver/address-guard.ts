import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isLoopback } from '../../../../config/loopback.js';
import { isPublicAddress } from './is-public-address.js';
import type { NameResolver } from './name-resolver.js';
import { SendFailure } from './send-failure.js';

/** The receivers that are allowed besides those with public addresses. */
export interface AddressPolicy {
  /** True outside production: http and https to loopback. */
  readonly allowsLoopback: boolean;
  /** Host names or addresses in lower case, without brackets. Their addresses are not checked. */
  readonly allowedHosts: ReadonlySet<string>;
}

/** Decides which addresses a webhook may be sent to, so that no Url leads into the operator's network. */
export class AddressGuard {
  constructor(
    private readonly policy: AddressPolicy,
    private readonly names: NameResolver,
  ) {}

  /**
   * Resolves the host of a Url once and checks every address of it. The caller must connect to one of these addresses and
   * not resolve the name again, because the answer of a name server can change.
   * @throws SendFailure if the name has no address, or one that is not allowed
   */
  async addressesOf(url: URL): Promise<readonly string[]> {
    const host = hostOf(url);
    const addresses = isIP(host) === 0 ? await this.resolve(host) : [host];
    if (addresses.length === 0) throw new SendFailure(`The name ${host} has no address.`);
    // The sentence keeps the address to itself: it would tell of names in the operator's network.
    if (!addresses.every((address) => this.allows(url, address))) throw new SendFailure(notAllowed(host));
    return addresses;
  }

  /** Returns the fault of a Url that no attempt could be made with; null for none. Names are not resolved. */
  faultOf(url: URL): string | null {
    const host = hostOf(url);
    if (url.protocol === 'http:' && !(this.policy.allowsLoopback && isLoopback(host)))
      return this.policy.allowsLoopback
        ? 'Url must be an https URL, or http on a loopback address'
        : 'Url must be an https URL';
    if (isIP(host) !== 0 && !this.allows(url, host)) return `Url is refused: ${notAllowed(host)}`;
    return null;
  }

  private async resolve(host: string): Promise<readonly string[]> {
    try {
      return await this.names.addressesOf(host, this.isTrusted(host));
    } catch {
      throw new SendFailure(`The name ${host} can not be resolved.`);
    }
  }

  /** True for a name that the operator stands for: it may come from the hosts file, which others must not use. */
  private isTrusted(host: string): boolean {
    return this.policy.allowedHosts.has(host) || (this.policy.allowsLoopback && isLoopback(host));
  }

  private allows(url: URL, address: string): boolean {
    const isOwnMachine = this.policy.allowsLoopback && ipaddr.process(address).range() === 'loopback';
    // Plain HTTP never leaves this machine.
    if (url.protocol === 'http:') return isOwnMachine;
    return isOwnMachine || this.policy.allowedHosts.has(hostOf(url)) || isPublicAddress(address);
  }
}

/** The host without brackets and without the dot of a fully qualified name. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function notAllowed(host: string): string {
  return `${host} has an address that is not public. Only the operator can allow it, with WEBHOOK_ALLOWED_HOSTS.`;
}

import { AddressGuard, type AddressPolicy } from './address-guard.js';
import { SendFailure } from './send-failure.js';

const production: AddressPolicy = { allowsLoopback: false, allowedHosts: new Set() };
const development: AddressPolicy = { allowsLoopback: true, allowedHosts: new Set() };
const withAllowed: AddressPolicy = {
  allowsLoopback: false,
  allowedHosts: new Set(['hooks.internal', '10.1.2.3', 'fd00::5']),
};

const names: Readonly<Record<string, readonly string[]>> = {
  'hooks.example': ['8.8.8.8', '2606:4700::1111'],
  'inside.example': ['10.0.0.1'],
  'mixed.example': ['8.8.8.8', '127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'hooks.internal': ['10.0.0.7'],
  'empty.example': [],
  localhost: ['127.0.0.1', '::1'],
};

function guardWith(policy: AddressPolicy): AddressGuard {
  return new AddressGuard(policy, {
    addressesOf: (name) => {
      const addresses = names[name];
      return addresses === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(addresses);
    },
  });
}

const notPublic = /has an address that is not public/;

describe('the addresses of a Url', () => {
  it.each([
    ['a public name', production, 'https://hooks.example/a', ['8.8.8.8', '2606:4700::1111']],
    [
      'a public name with a dot at its end',
      production,
      'https://hooks.example./a',
      ['8.8.8.8', '2606:4700::1111'],
    ],
    ['a public address', production, 'https://8.8.8.8/', ['8.8.8.8']],
    ['a public IPv6 address', production, 'https://[2606:4700::1111]/', ['2606:4700::1111']],
    ['localhost outside production', development, 'https://localhost/', ['127.0.0.1', '::1']],
    ['localhost over http outside production', development, 'http://localhost:8080/', ['127.0.0.1', '::1']],
    ['a loopback address outside production', development, 'http://127.0.0.1:8080/', ['127.0.0.1']],
    ['an allowed name', withAllowed, 'https://hooks.internal/', ['10.0.0.7']],
    ['an allowed name with a dot at its end', withAllowed, 'https://HOOKS.internal./', ['10.0.0.7']],
    ['an allowed address', withAllowed, 'https://10.1.2.3/', ['10.1.2.3']],
    ['an allowed IPv6 address', withAllowed, 'https://[fd00::5]/', ['fd00::5']],
  ])('are returned for %s', async (_, policy, url, addresses) => {
    expect(await guardWith(policy).addressesOf(new URL(url))).toEqual(addresses);
  });

  it.each([
    ['a name inside', production, 'https://inside.example/', notPublic],
    ['a name of which one address is inside', production, 'https://mixed.example/', notPublic],
    ['a metadata service', production, 'https://metadata.google.internal/', notPublic],
    ['localhost in production', production, 'https://localhost/', notPublic],
    ['127.0.0.1 in decimal', production, 'https://2130706433/', notPublic],
    ['127.0.0.1 in octal', production, 'https://0177.0.0.1/', notPublic],
    ['127.0.0.1 in hexadecimal', production, 'https://0x7f.1/', notPublic],
    ['127.0.0.1 in full-width digits', production, 'https://１２７.0.0.1/', notPublic],
    ['an IPv4-mapped address', production, 'https://[::ffff:127.0.0.1]/', notPublic],
    ['a private address outside production', development, 'https://10.0.0.1/', notPublic],
    ['a name inside, outside production', development, 'https://inside.example/', notPublic],
    ['an allowed name over http', withAllowed, 'http://hooks.internal/', notPublic],
    ['a public name over http outside production', development, 'http://hooks.example/', notPublic],
    ['another address than the allowed one', withAllowed, 'https://10.1.2.4/', notPublic],
    ['a name below an allowed one', withAllowed, 'https://a.hooks.internal/', /can not be resolved/],
    ['a name without an address', production, 'https://empty.example/', /has no address/],
    ['an unknown name', production, 'https://unknown.example/', /can not be resolved/],
  ])('are refused for %s', async (_, policy, url, sentence) => {
    const addresses = guardWith(policy).addressesOf(new URL(url));
    await expect(addresses).rejects.toBeInstanceOf(SendFailure);
    await expect(addresses).rejects.toThrow(sentence);
  });

  it('do not appear in the sentence of a refusal', async () => {
    await expect(guardWith(production).addressesOf(new URL('https://inside.example/'))).rejects.not.toThrow(
      /10\.0\.0\.1/,
    );
  });
});

describe('the fault of a Url', () => {
  it.each([
    [production, 'https://hooks.example/', null],
    [production, 'https://inside.example/', null],
    [production, 'http://hooks.example/', 'Url must be an https URL'],
    [production, 'http://127.0.0.1/', 'Url must be an https URL'],
    [development, 'http://hooks.example/', 'Url must be an https URL, or http on a loopback address'],
    [development, 'http://127.0.0.1:8080/', null],
    [development, 'http://[::1]:8080/', null],
    [development, 'http://localhost:8080/', null],
    [production, 'https://127.0.0.1/', expect.stringMatching(notPublic)],
    [production, 'https://[::1]/', expect.stringMatching(notPublic)],
    [production, 'https://169.254.169.254/latest/meta-data', expect.stringMatching(notPublic)],
    [withAllowed, 'https://10.1.2.3/', null],
  ])('with %o of %s is %s', (policy, url, fault) => {
    expect(guardWith(policy).faultOf(new URL(url))).toEqual(fault);
  });
});

import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { ClientCertificates } from './client-certificates.js';
import { TrustedProxies } from './trusted-proxies.js';

const file = join(__dirname, '..', '..', '..', 'test', 'fixtures', 'client-certificate.pem');
const certificate = new X509Certificate(readFileSync(file));
const name = 'x-ssl-client-cert';

describe('the certificate that a proxy hands on', () => {
  const certificates = new ClientCertificates(new TrustedProxies(['10.0.0.1']), {
    name,
    form: 'url-encoded-pem',
  });
  const warn = jest.fn();
  const thumbprintOf = (remoteAddress: string, header?: string): string | null => {
    const request = { socket: { remoteAddress }, headers: header === undefined ? {} : { [name]: header } };
    return certificates.thumbprintOf(request as unknown as IncomingMessage, { warn });
  };
  beforeEach(() => {
    warn.mockReset();
  });

  it('counts from a trusted proxy', () => {
    const expected = createHash('sha256').update(certificate.raw).digest('base64url');
    expect(thumbprintOf('10.0.0.1', encodeURIComponent(certificate.toString()))).toBe(expected);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is ignored from another peer, without a warning', () => {
    expect(thumbprintOf('10.0.0.2', encodeURIComponent(certificate.toString()))).toBeNull();
    expect(thumbprintOf('10.0.0.2', 'x')).toBeNull();
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([
    ['another form', `:${certificate.raw.toString('base64')}:`, 1],
    ['an empty header', '', 0],
    ['no header', undefined, 0],
  ])(
    'is null for %s of a trusted proxy, with a warning for the operator if there is a header',
    (_, header, warnings) => {
      expect(thumbprintOf('10.0.0.1', header)).toBeNull();
      expect(warn).toHaveBeenCalledTimes(warnings);
      if (warnings > 0) {
        expect(warn).toHaveBeenCalledWith(
          'x-ssl-client-cert of a trusted proxy is not a certificate in the form url-encoded-pem: see CLIENT_CERT_HEADER',
        );
      }
    },
  );
});

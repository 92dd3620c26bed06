import { signaturesOf } from './signature.js';

describe('webhook-signature', () => {
  it('is the published example of Standard Webhooks', () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    };
    expect(signaturesOf(message, [secret])).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('has one signature for each secret, the new one first', () => {
    const message = { id: 'msg_1', timestamp: 1, body: '{}' };
    const [one, other] = [Buffer.from('one'), Buffer.from('other')];
    expect(signaturesOf(message, [one, other])).toBe(
      `${signaturesOf(message, [one])} ${signaturesOf(message, [other])}`,
    );
  });
});

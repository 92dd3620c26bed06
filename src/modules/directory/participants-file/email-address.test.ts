import { isUserEmail } from './email-address.js';

const domain = '@bank.example';
const local = (length: number): string => 'a'.repeat(length - domain.length);

describe('the address of an admin user', () => {
  it.each([
    'someone@bank.example',
    'Some.One@Bank.Example',
    'zoë@bank.example',
    '"some one"@bank.example',
    'someone@[192.0.2.1]',
    `${local(254)}${domain}`,
    `İ${local(253)}${domain}`,
  ])('may be %s', (address) => {
    expect(isUserEmail(address)).toBe(true);
  });

  it.each([
    ['without a domain', 'someone'],
    ['without a local part', '@bank.example'],
    ['with a blank outside quotes', 'some one@bank.example'],
    ['with angle brackets in quotes', '"<b>"@bank.example'],
    ['with NUL', '"a\u0000b"@bank.example'],
    ['with a control character that is no blank to JavaScript', 'a\u0085b@bank.example'],
    ['with half of a surrogate pair', 'a\ud800b@bank.example'],
    ['of more than 254 characters', `${local(255)}${domain}`],
  ])('may not be one %s', (_, address) => {
    expect(isUserEmail(address)).toBe(false);
  });
});

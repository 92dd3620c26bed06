import { cleanEmailAddress, isEmailAddress } from './email-address.js';

const label = 'a'.repeat(63);

describe('isEmailAddress', () => {
  it.each([
    'email@domain.com',
    'email@domain.COM',
    'firstname.lastname@domain.com',
    "firstname.o'lastname@domain.com",
    'email@subdomain.domain.com',
    'firstname+lastname@domain.com',
    '1234567890@domain.com',
    'email@domain-one.com',
    '_______@domain.com',
    'email@domain.name',
    'email@domain.superlongtld',
    'email@domain.co.jp',
    'firstname-lastname@domain.com',
    'info@german-financial-services.vermögensberatung',
    'japanese-info@例え.テスト',
    'info@xn--r8jz45g.xn--zckzah',
    "a.!#$%&'*+/=?^_`{|}~-@b.co",
    '  email@domain.com \n',
    '\u200bemail@domain.com\ufeff',
    'em\u200bail@dom\u00a0ain.com',
    `a@${label}.${label}.${label}.com`,
    `${'a'.repeat(309)}@domain.com`,
  ])('accepts %j', (address) => {
    expect(isEmailAddress(address)).toBe(true);
  });

  it.each([
    ['no address', ''],
    ['no at sign', 'email.domain.com'],
    ['nothing before the at sign', '@no-local-part.com'],
    ['nothing after it', 'email@'],
    ['two at signs', 'email@middle@domain.com'],
    ['a host of one label', 'email@localhost'],
    ['two dots in a row before the at sign', 'two..dots@domain.com'],
    ['two dots in a row after it', 'email@double..domain.com'],
    ['a dot at the end', 'email@domain.com.'],
    ['a dot at the beginning of the host', 'email@.domain.com'],
    ['a hyphen at the beginning of a label', 'email@-domain.com'],
    ['a hyphen at the end of a label', 'email@domain-.com'],
    ['an underscore in the host', 'email@do_main.com'],
    ['a last label with digits', 'email@domain.c0m'],
    ['an IP address', 'email@123.123.123.123'],
    ['an IP address in brackets', 'email@[127.0.0.1]'],
    ['a last label of one letter', 'email@domain.c'],
    ['a port', 'email@domain.com:25'],
    ['a path', 'email@domain.com/x'],
    ['a blank before the at sign', 'e mail@domain.com'],
    ['a line break before the at sign', 'email@domain.com\r\nBcc: all@domain.com'],
    ['a line break after it', 'email@domain.com\r\nBcc'],
    ['a tab after it', 'email@dom\tain.com'],
    ['an escape', 'email@dom%61in.com'],
    ['a query', 'email@domain.com?x'],
    ['a fragment', 'email@domain.com#x'],
    ['a backslash', 'email@domain.com\\x'],
    ['a slash of another script', 'email@domain.com\uff0fx'],
    ['a name and angle brackets', 'Joe <email@domain.com>'],
    ['a letter with an accent before the at sign', 'jösé@domain.com'],
    ['quotes', '"email"@domain.com'],
    ['several addresses', 'email@domain.com,other@domain.com'],
    ['a comma', 'email,x@domain.com'],
    ['a label of 64 characters', `a@${label}a.com`],
    ['a host over 253 characters', `a@${`${label}.`.repeat(4)}com`],
    ['over 320 characters', `${'a'.repeat(310)}@domain.com`],
    ['null', null],
    ['a number', 5],
    ['a list', ['email@domain.com']],
  ])('rejects %s', (_, value) => {
    expect(isEmailAddress(value)).toBe(false);
  });
});

describe('cleanEmailAddress', () => {
  it('removes surrounding white space and invisible characters', () => {
    expect(cleanEmailAddress(' \tem\u200bail\u2060@dom\u00a0ain.com\ufeff\n')).toBe('email@domain.com');
  });

  it('keeps the case', () => {
    expect(cleanEmailAddress('Email@Domain.com')).toBe('Email@Domain.com');
  });
});

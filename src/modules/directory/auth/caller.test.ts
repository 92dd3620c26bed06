import { callerFromClaims, type AccessDecision, noEmail } from './caller.js';

const ofUser = (profile: object, claims: object = {}): AccessDecision =>
  callerFromClaims({
    client_id: 'website',
    scope: 'directory:website',
    trust_framework_profile: profile,
    ...claims,
  });

const ann = { basic_information: { user_email: 'Ann@Bank.example', status: 'Active' } };

describe('callerFromClaims', () => {
  it('makes directory:admin an operator, who sees every flag', () => {
    expect(callerFromClaims({ client_id: 'a', scope: 'directory:admin' })).toEqual({
      caller: {
        clientId: 'a',
        userEmail: null,
        isOperator: true,
        readsAll: true,
        seesRelations: true,
        flagClearance: 2_147_483_647,
      },
      mayRead: true,
      mayWrite: true,
    });
  });

  it('makes directory:software a reader', () => {
    expect(callerFromClaims({ client_id: 'a', scope: 'directory:software' })).toEqual({
      caller: {
        clientId: 'a',
        userEmail: null,
        isOperator: false,
        readsAll: true,
        seesRelations: true,
        flagClearance: 0,
      },
      mayRead: true,
      mayWrite: false,
    });
  });

  it('makes directory:website a user, by an address in lower case', () => {
    expect(ofUser(ann)).toEqual({
      caller: {
        clientId: 'website',
        userEmail: 'ann@bank.example',
        isOperator: false,
        readsAll: false,
        seesRelations: false,
        flagClearance: 0,
      },
      mayRead: true,
      mayWrite: true,
    });
  });

  it('makes a super user an operator', () => {
    expect(ofUser({ ...ann, super_user: true })).toMatchObject({
      caller: { userEmail: 'ann@bank.example', isOperator: true, readsAll: true },
      mayWrite: true,
    });
  });

  it.each(['true', 1, {}, null, undefined])('ignores super_user: %j', (super_user) => {
    expect(ofUser({ ...ann, super_user })).toMatchObject({ caller: { isOperator: false, readsAll: false } });
  });

  it('combines scopes', () => {
    const both = ofUser(ann, { scope: 'directory:software directory:website' });
    expect(both).toMatchObject({
      caller: { readsAll: true, isOperator: false },
      mayRead: true,
      mayWrite: true,
    });
  });

  it('reads scopes from an array', () => {
    expect(ofUser(ann, { scope: ['openid', 'directory:website', 7] })).toMatchObject({ mayRead: true });
  });

  it.each([
    '',
    'openid',
    'directory:administrator',
    'DIRECTORY:ADMIN',
    undefined,
    null,
    {},
    ['directory:admin directory:software'],
  ])('grants nothing for the scope %j', (scope) => {
    expect(callerFromClaims({ client_id: 'a', scope })).toMatchObject({ mayRead: false, mayWrite: false });
  });

  it('returns no user for a token without directory:website', () => {
    const decision = callerFromClaims({
      client_id: 'a',
      scope: 'directory:software',
      email: 'ann@bank.example',
      trust_framework_profile: ann,
    });
    expect(decision).toMatchObject({ caller: { userEmail: null }, mayWrite: false });
  });

  it.each([
    ['the profile', ann, {}, 'ann@bank.example'],
    ['the profile rather than the claim', ann, { email: 'bob@tpp.example' }, 'ann@bank.example'],
    ['the claim where the profile has none', {}, { email: 'Bob@tpp.example' }, 'bob@tpp.example'],
    [
      'the claim where the profile is empty',
      { basic_information: { user_email: '' } },
      { email: 'b@c.de' },
      'b@c.de',
    ],
  ])('reads the email from %s', (_, profile, claims, expected) => {
    expect(ofUser(profile, claims)).toMatchObject({ caller: { userEmail: expected } });
  });

  it.each([
    [{}],
    [{ basic_information: { user_email: 7 } }],
    [{ basic_information: null }],
    ['text'],
    [null],
  ])('rejects a user without an email: %j', (profile) => {
    expect(ofUser(profile as object)).toEqual({
      caller: null,
      reason: noEmail,
    });
  });

  it.each([
    { ...ann, status: 'Inactive' },
    { basic_information: { ...ann.basic_information, status: 'Inactive' } },
    { ...ann, status: 'active' },
    { ...ann, status: null },
    { ...ann, status: 'Inactive', super_user: true },
  ])('rejects a user whose profile is not Active: %j', (profile) => {
    expect(ofUser(profile)).toEqual({
      caller: null,
      reason: expect.stringMatching(/^The user of this token is not Active: /) as string,
    });
  });

  it.each([false, 'false', 'False'])(
    'rejects a user whose claim email is not verified: %j',
    (email_verified) => {
      const reason = expect.stringMatching(/^The email of this token is not verified: /) as string;
      for (const profile of [{}, { super_user: true }])
        expect(ofUser(profile, { email: 'ann@bank.example', email_verified })).toEqual({
          caller: null,
          reason,
        });
    },
  );

  it.each([
    ['the claim email is verified', {}, { email: 'ann@bank.example', email_verified: true }],
    ['the issuer does not say', {}, { email: 'ann@bank.example' }],
    ['the address is that of the profile', ann, { email: 'bob@bank.example', email_verified: false }],
  ])('accepts a user if %s', (_, profile, claims) => {
    expect(ofUser(profile, claims)).toMatchObject({ caller: { userEmail: 'ann@bank.example' } });
  });

  it.each([
    [{ client_id: 'a', azp: 'b', sub: 'c' }, 'a'],
    [{ azp: 'b', sub: 'c' }, 'b'],
    [{ sub: 'c' }, 'c'],
    [{ client_id: '', azp: 7, sub: 'c' }, 'c'],
  ])('returns the client of %j', (claims, clientId) => {
    expect(callerFromClaims({ scope: 'directory:admin', ...claims })).toMatchObject({ caller: { clientId } });
  });

  it.each([
    [undefined, 0],
    [0, 0],
    [5, 5],
    [2_147_483_648, 2_147_483_647],
    [-1, 0],
    [5.5, 0],
    ['5', 0],
    [null, 0],
    [[5], 0],
    [1e300, 0],
  ])('reads flag_access_level %j as clearance %i', (flag_access_level, flagClearance) => {
    expect(ofUser(ann, { flag_access_level })).toMatchObject({ caller: { flagClearance } });
  });
});

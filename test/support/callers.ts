import type { Identity } from './client.js';
import { admin, software, superUser, user } from './identities.js';

/** A user of the directory's website, by profile. */
export const website = (profile: Record<string, unknown>, claims: Identity = {}): Identity => ({
  client_id: 'website',
  scope: 'directory:website',
  trust_framework_profile: profile,
  ...claims,
});

/** The statuses of an operation on `own` and on `other`. */
type OnEach = readonly [own: number, other: number];

/** Result of a caller: a status, or the ids in their listing. */
interface Rights {
  readonly list: readonly string[] | number;
  readonly get: OnEach;
  readonly put: OnEach;
  readonly post: number;
  readonly history: OnEach;
  /** True if the caller sees the author of a change of `own`. */
  readonly seesUsersOfOwn: boolean;
  readonly readAdminUsers: OnEach;
  readonly addAdminUser: OnEach;
  readonly readFlags: number;
  readonly addFlag: number;
  readonly replaceFlag: number;
  /** Result if the participants file is not public. */
  readonly participants: number;
}

const everything: Rights = {
  list: ['other', 'own'],
  get: [200, 200],
  put: [200, 200],
  post: 201,
  history: [200, 200],
  seesUsersOfOwn: true,
  readAdminUsers: [200, 200],
  addAdminUser: [201, 201],
  readFlags: 200,
  addFlag: 201,
  replaceFlag: 200,
  participants: 200,
};
const writesNothing = {
  put: [403, 403],
  post: 403,
  addAdminUser: [403, 403],
  addFlag: 403,
  replaceFlag: 403,
} as const;
const readsEverything: Rights = {
  ...everything,
  ...writesNothing,
  seesUsersOfOwn: false,
  readAdminUsers: [403, 403],
};
const onlyWhere = (own: boolean, other: boolean): Rights => {
  const status = (good: number): OnEach => [own ? good : 404, other ? good : 404];
  return {
    ...everything,
    ...writesNothing,
    list: [...(other ? ['other'] : []), ...(own ? ['own'] : [])],
    get: status(200),
    put: status(200),
    history: status(200),
    seesUsersOfOwn: own,
    readAdminUsers: status(200),
    addAdminUser: status(201),
  };
};
const ownOnly = onlyWhere(true, false);
const otherOnly = onlyWhere(false, true);
const noneOfThem = onlyWhere(false, false);
const refused = (status: number): Rights => ({
  list: status,
  get: [status, status],
  put: [status, status],
  post: status,
  history: [status, status],
  seesUsersOfOwn: false,
  readAdminUsers: [status, status],
  addAdminUser: [status, status],
  readFlags: status,
  addFlag: status,
  replaceFlag: status,
  participants: status,
});

/** ann@bank.example administers `own`, bob@tpp.example `other`; dan@bank.example is a disabled administrator of `own`. */
export const callers: readonly (readonly [name: string, caller: Identity | null, rights: Rights])[] = [
  ['nobody', null, refused(401)],
  ['directory:admin', admin, everything],
  ['directory:software', software, readsEverything],
  ['a super user', superUser, everything],
  ['an administrator of one organisation', user('ann@bank.example'), ownOnly],
  ['an administrator of another', user('bob@tpp.example'), otherOnly],
  ['a disabled administrator', user('dan@bank.example'), noneOfThem],
  ['a user without any organisation', user('eve@bank.example'), noneOfThem],
  ['a user whose address only ends alike', user('joann@bank.example'), noneOfThem],
  ['a user whose address would be a pattern', user('%@bank.example'), noneOfThem],
  ['an administrator, in another case', user('Ann@BANK.example'), ownOnly],
  ['a user with a Kelvin sign for the k of an administrator', user('ann@ban\u212a.example'), noneOfThem],
  ['an administrator by the claim email alone', website({}, { email: 'ann@bank.example' }), ownOnly],
  [
    'a user whose profile outweighs the claim email',
    website({ basic_information: { user_email: 'bob@tpp.example' } }, { email: 'ann@bank.example' }),
    otherOnly,
  ],
  ['an administrator without a profile', { scope: 'directory:website', email: 'ann@bank.example' }, ownOnly],
  ['scopes as an array', user('ann@bank.example', { scope: ['openid', 'directory:website'] }), ownOnly],
  [
    'an administrator whose profile is inactive',
    website({ status: 'Inactive', basic_information: { user_email: 'ann@bank.example' } }),
    refused(403),
  ],
  [
    'an administrator whose user is inactive',
    website({ basic_information: { user_email: 'ann@bank.example', status: 'Inactive' } }),
    refused(403),
  ],
  [
    'a super user whose profile is inactive',
    website({
      status: 'Inactive',
      super_user: true,
      basic_information: { user_email: 'super@scheme.example' },
    }),
    refused(403),
  ],
  ['directory:website without an email', website({}), refused(403)],
  ['directory:website with an empty email', website({}, { email: '' }), refused(403)],
  ['a super user without an email', website({ super_user: true }), refused(403)],
  ['super_user as text', website({ super_user: 'true' }, { email: 'eve@bank.example' }), noneOfThem],
  ['super_user without directory:website', { ...superUser, scope: 'openid' }, refused(403)],
  ['directory:software with super_user', { ...superUser, scope: 'directory:software' }, readsEverything],
  [
    'directory:software with the email of an administrator',
    { ...software, email: 'ann@bank.example' },
    readsEverything,
  ],
  [
    'directory:software and directory:website, which add up',
    user('ann@bank.example', { scope: 'directory:software directory:website' }),
    {
      ...readsEverything,
      put: [200, 403],
      seesUsersOfOwn: true,
      readAdminUsers: [200, 403],
      addAdminUser: [201, 403],
    },
  ],
  [
    'directory:admin and directory:website, which add up',
    user('ann@bank.example', { scope: 'directory:website directory:admin' }),
    everything,
  ],
  ['a token without scope', { client_id: 'tpp' }, refused(403)],
  ['a scope of somebody else', { scope: 'openid payments' }, refused(403)],
  ['a scope that only begins alike', { scope: 'directory:administrator directory:softwares' }, refused(403)],
  ['a scope in another case', { scope: 'Directory:Admin' }, refused(403)],
];

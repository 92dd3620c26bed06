import { recordRules } from '../import/record-rules.js';
import { readAdminUsers as readWith } from './read-admin-users.js';

const readAdminUsers = (value: unknown) => readWith(value, recordRules);

describe('AdminUsers', () => {
  it('come out in lower case and Active unless they say otherwise', () => {
    const AdminUsers = [
      { UserEmail: 'Admin@Example.COM' },
      { UserEmail: 'b@example.com', Status: 'Inactive' },
    ];
    expect(readAdminUsers(AdminUsers).adminUsers).toEqual([
      { userEmail: 'admin@example.com', status: 'Active' },
      { userEmail: 'b@example.com', status: 'Inactive' },
    ]);
  });

  it.each([
    ['a@example.com', 'must be a list', null],
    [['a@example.com', { UserEmail: 'b@example.com' }], 'UserEmail must be provided', ['b@example.com']],
    [[{ UserEmail: 'nobody' }], 'UserEmail must be an email address of at most 254 characters', []],
    [[{ UserEmail: 'a@example.com', Status: 'Gone' }], 'Status must be one of Active, Inactive', []],
  ])('%j lose what is wrong, with a note, and keep the rest', (AdminUsers, because, emails) => {
    const { adminUsers, odd } = readAdminUsers(AdminUsers);
    expect(adminUsers?.map(({ userEmail }) => userEmail) ?? null).toEqual(emails);
    expect(odd).toMatchObject([{ kind: 'AdminUsers: left out', because }]);
  });
});

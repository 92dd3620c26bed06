import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationRow, aServiceRow, aUser } from '../../support/builders/notify-people.js';
import type { Answer } from '../../support/answer.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

const none = { permissions: [] };

describe('members and invites concurrent with an archive of their organisation', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const join = (organisation: string, user: string) =>
    service.notify.post(`/organisation/${organisation}/users/${user}`, none);
  const leave = (organisation: string, user: string) =>
    service.notify.delete(`/organisation/${organisation}/users/${user}`);
  const grant = (organisation: string, user: string) =>
    service.notify.post(`/user/${user}/organisation/${organisation}/permissions`, none);
  const invite = (organisation: string, user: string) =>
    service.notify.post(`/organisation/${organisation}/invite`, {
      email_address: `${randomUUID()}@example.gov.uk`,
      invited_by: user,
    });
  const entered = async (organisation: string) => {
    const [counts] = await service.database.query(
      `SELECT (SELECT count(*)::int FROM notify.organisation_member WHERE organisation_id = $1) AS members,
         (SELECT count(*)::int FROM notify.organisation_invite WHERE organisation_id = $1) AS invites`,
      [organisation],
    );
    return counts;
  };

  const archive = (organisation: string) =>
    service.notify.send('POST', `/organisation/${organisation}/archive`);
  const team = {
    message: 'Cannot archive an organisation with team members or invited team members',
    result: 'error',
  };

  type Enter = (organisation: string, user: string) => Promise<Answer>;

  it.each<[string, Enter, string]>([
    ['a join', join, 'Cannot add users to an archived organisation'],
    ['an invite', invite, 'Cannot invite users to an archived organisation'],
  ])('%s during an archive of the organisation waits and is refused', async (_, enter, message) => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    const closed = await aServiceRow(service.database, id, { active: false, organisation_id: organisation });
    const other = await otherTransaction(service.database);
    await other.query('SELECT FROM notify.service WHERE id = $1 FOR UPDATE', [closed]);
    const archiving = archive(organisation);
    await waiting(service.database);
    const entering = enter(organisation, id);
    await waiting(service.database, 2);
    await other.commit();
    const answer = await entering;
    expect([(await archiving).status, answer.status, answer.body, await entered(organisation)]).toEqual([
      204,
      400,
      { message, result: 'error' },
      { members: 0, invites: 0 },
    ]);
  });

  it.each<[string, Enter, object]>([
    ['a join', join, { members: 1, invites: 0 }],
    ['an invite', invite, { members: 0, invites: 1 }],
  ])('an archive during %s waits and is refused', async (_, enter, there) => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    const other = await otherTransaction(service.database);
    await other.query('SELECT FROM notify.user_account WHERE id = $1 FOR UPDATE', [id]);
    const entering = enter(organisation, id);
    await waiting(service.database);
    const archiving = archive(organisation);
    await waiting(service.database, 2);
    await other.commit();
    const [entrance, refused] = [await entering, await archiving];
    expect([entrance.status < 300, refused.status, refused.body, await entered(organisation)]).toEqual([
      true,
      400,
      team,
      there,
    ]);
  });

  it.each<[string, Enter]>([
    ['a join', join],
    ['an invite', invite],
  ])('one of an archive and %s is refused, in either order', async (_, enter) => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await aUser(service.notify);
      const organisation = await anOrganisationRow(service.database);
      const both = [() => archive(organisation), () => enter(organisation, id)];
      const answers = await Promise.all((round % 2 === 0 ? both : both.reverse()).map((call) => call()));
      expect(answers.map(({ status }) => status < 300).sort()).toEqual([false, true]);
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(1);
    }
  });

  it.each([
    ['a join', join],
    ['a departure', leave],
    ['a change of permissions', grant],
  ])('%s locks the organisation before the user', async (_, change) => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    const other = await otherTransaction(service.database);
    await other.query('SELECT FROM notify.user_account WHERE id = $1 FOR UPDATE', [id]);
    const changing = change(organisation, id);
    await waiting(service.database);
    const held = await other.query('SELECT FROM notify.organisation WHERE id = $1 FOR UPDATE SKIP LOCKED', [
      organisation,
    ]);
    await other.commit();
    expect([held, [200, 204, 404].includes((await changing).status)]).toEqual([[], true]);
  });

  it('creates one membership for concurrent requests for one user, all answered with 200', async () => {
    const { id } = await aUser(service.notify);
    const organisation = await anOrganisationRow(service.database);
    const answers = await Promise.all(Array.from({ length: 6 }, () => join(organisation, id)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await entered(organisation)).toEqual({ members: 1, invites: 0 });
    expect(
      await service.database.query('SELECT operation FROM notify.audit WHERE entity_id = $1', [organisation]),
    ).toEqual([{ operation: 'add-user' }]);
  });

  it('completes concurrent joins, departures, grants, invites and archives without a deadlock', async () => {
    const users = await Promise.all([1, 2, 3].map(async () => (await aUser(service.notify)).id));
    const organisations = await Promise.all([1, 2, 3].map(() => anOrganisationRow(service.database)));
    const pairs = organisations.flatMap((organisation) => users.map((user) => [organisation, user] as const));
    await Promise.all(pairs.map(([organisation, user]) => join(organisation, user)));
    const answers = await Promise.all([
      ...pairs.map(([organisation, user]) => leave(organisation, user)),
      ...users.map((user) => service.notify.send('POST', `/user/${user}/archive`)),
      ...pairs.map(([organisation, user]) => join(organisation, user)),
      ...pairs.map(([organisation, user]) => grant(organisation, user)),
      ...pairs.map(([organisation, user]) => invite(organisation, user)),
    ]);
    expect(answers.filter(({ status }) => ![200, 201, 204, 404].includes(status))).toEqual([]);
  });
});

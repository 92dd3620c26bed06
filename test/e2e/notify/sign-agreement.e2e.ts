import { aUserRow } from '../../support/builders/notify-rows.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisation, readOrganisation } from '../../support/builders/notify-organisation.js';

const signerReceipt = '4fd2e43c-309b-4e50-8fb8-1955852d9d71';
const onBehalfSignerReceipt = 'c20206d5-bf03-4002-9a90-37d5032d9e84';
const onBehalfPersonReceipt = '522b6657-5ca5-4368-a294-6b527703bd0b';

describe('signing the agreement with POST /organisation/{id}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ NOTIFY_ADMIN_BASE_URL: 'https://admin.example' });
  });
  beforeEach(async () => {
    await service.database.query('DELETE FROM notify.email');
  });
  afterAll(() => service.close());

  const update = (id: string, body: unknown) => service.notify.post(`/organisation/${id}`, body);
  const mails = (): Promise<Record<string, unknown>[]> =>
    service.database.query(
      'SELECT template_id, recipient, reply_to, personalisation FROM notify.email ORDER BY created_at',
    );
  const aSigner = () =>
    aUserRow(service.database, {
      name: 'Sam Signer',
      email_address: `Sam.${Date.now()}.${Math.random()}@Example.gov.uk`,
    });
  const addressOf = async (userId: string): Promise<string> => {
    const [user] = await service.database.query<{ address: string }>(
      'SELECT lower(email_address) AS address FROM notify.user_account WHERE id = $1',
      [userId],
    );
    return user?.address ?? '';
  };
  const signed = (userId: string) => ({
    agreement_signed: true,
    agreement_signed_at: '2024-01-15 10:00:00.000000',
    agreement_signed_by_id: userId,
  });

  it('e-mails only the signer without an on-behalf-of address', async () => {
    const userId = await aSigner();
    const { id, name } = await anOrganisation(service, { crown: true });
    await update(id, { agreement_signed_version: 2.5, agreement_signed_on_behalf_of_name: 'Only A Name' });
    expect(await mails()).toEqual([]);
    expect((await update(id, signed(userId))).status).toBe(204);
    expect(await mails()).toEqual([
      {
        template_id: signerReceipt,
        recipient: await addressOf(userId),
        reply_to: null,
        personalisation: {
          mou_link: 'https://admin.example/agreement/crown.pdf',
          on_behalf_of_name: 'Only A Name',
          org_dashboard_link: `https://admin.example/organisations/${id}`,
          org_name: name,
          signed_by_name: 'Sam Signer',
        },
      },
    ]);
  });

  it('e-mails the person signed for, then the signer, with an address set in an earlier request', async () => {
    const userId = await aSigner();
    const { id, name } = await anOrganisation(service, { crown: false });
    await update(id, {
      agreement_signed_version: 2.5,
      agreement_signed_on_behalf_of_name: 'The Boss',
      agreement_signed_on_behalf_of_email_address: 'The.Boss@Example.gov.uk',
    });
    await update(id, signed(userId));
    const personalisation = {
      mou_link: 'https://admin.example/agreement/non-crown.pdf',
      on_behalf_of_name: 'The Boss',
      org_dashboard_link: `https://admin.example/organisations/${id}`,
      org_name: name,
      signed_by_name: 'Sam Signer',
    };
    const mail = { reply_to: null, personalisation };
    expect(await mails()).toEqual([
      { ...mail, template_id: onBehalfPersonReceipt, recipient: 'the.boss@example.gov.uk' },
      { ...mail, template_id: onBehalfSignerReceipt, recipient: await addressOf(userId) },
    ]);
  });

  it('uses the address, the name and the Crown status of the same update', async () => {
    const userId = await aSigner();
    const { id } = await anOrganisation(service, {
      crown: false,
      agreement_signed_on_behalf_of_email_address: 'before@example.gov.uk',
    });
    await update(id, {
      ...signed(userId),
      name: `Renamed ${id}`,
      crown: true,
      agreement_signed_on_behalf_of_email_address: null,
    });
    expect(await mails()).toMatchObject([
      {
        template_id: signerReceipt,
        personalisation: {
          mou_link: 'https://admin.example/agreement/crown.pdf',
          on_behalf_of_name: '',
          org_name: `Renamed ${id}`,
        },
      },
    ]);
  });

  it.each(['', '  '])('treats the address %j as absent', async (address) => {
    const userId = await aSigner();
    const { id } = await anOrganisation(service);
    await update(id, { ...signed(userId), agreement_signed_on_behalf_of_email_address: address });
    expect(await mails()).toMatchObject([{ template_id: signerReceipt }]);
  });

  it('links to the agreement for bodies outside the Crown if the Crown status is unknown', async () => {
    const userId = await aSigner();
    const { id } = await anOrganisation(service);
    await update(id, { ...signed(userId), crown: null });
    expect(await mails()).toMatchObject([
      { personalisation: { mou_link: 'https://admin.example/agreement/non-crown.pdf' } },
    ]);
  });

  it.each([
    ['no signer in the request', { agreement_signed: true }],
    ['a signer who is null', { agreement_signed: true, agreement_signed_by_id: null }],
  ])('sends no e-mail for %s', async (_, body) => {
    const { id } = await anOrganisation(service, { agreement_signed_by_id: await aSigner() });
    expect((await update(id, body)).status).toBe(204);
    expect([await readOrganisation(service, id), await mails()]).toMatchObject([
      { agreement_signed: true },
      [],
    ]);
  });

  it.each([false, null, undefined])(
    'sends no e-mail for a signer with agreement_signed %j',
    async (value) => {
      const { id } = await anOrganisation(service, { agreement_signed: true });
      await update(id, { agreement_signed: value, agreement_signed_by_id: await aSigner() });
      expect(await mails()).toEqual([]);
    },
  );

  it('rejects an unknown signer and changes nothing', async () => {
    const before = await anOrganisation(service);
    const answer = await update(before.id, signed('11111111-2222-4333-8444-555555555555'));
    expect([answer.status, answer.body, await readOrganisation(service, before.id), await mails()]).toEqual([
      400,
      {
        errors: [{ error: 'ValidationError', message: 'agreement_signed_by_id does not exist' }],
        status_code: 400,
      },
      before,
      [],
    ]);
  });

  it('rejects a malformed on-behalf-of address and changes nothing', async () => {
    const before = await anOrganisation(service);
    const answer = await update(before.id, {
      ...signed(await aSigner()),
      agreement_signed_on_behalf_of_email_address: 'boss@example.gov.uk\nBcc: all@example.gov.uk',
    });
    expect([answer.status, answer.body, await readOrganisation(service, before.id), await mails()]).toEqual([
      400,
      {
        errors: [
          {
            error: 'ValidationError',
            message: 'agreement_signed_on_behalf_of_email_address Not a valid email address',
          },
        ],
        status_code: 400,
      },
      before,
      [],
    ]);
  });

  it('sends no e-mail if the update fails', async () => {
    const other = await anOrganisation(service);
    const { id } = await anOrganisation(service);
    const answer = await update(id, { ...signed(await aSigner()), name: other.name });
    expect([answer.status, await mails()]).toEqual([400, []]);
  });
});

import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const organisationInvitation: MailTemplate = {
  id: templateIds.organisationInvitation,
  name: 'Invitation to an organisation',
  version: 1,
  subject: 'See how ((organisation_name)) is using GOV.UK Notify',
  body: `((user_name)) has invited you to see how ((organisation_name)) is using GOV.UK Notify.

You will be able to see:

* its live services
* how much they spend
* who their team members are

You can also invite your colleagues.

Use this link to join:

^ ((url))

It stops working at midnight tomorrow.

${closing}`,
  fields: { user_name: 'text', organisation_name: 'text', url: 'link' },
};

import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const goLiveReceipt: MailTemplate = {
  id: templateIds.goLiveReceipt,
  name: 'Request to go live: receipt for who made it',
  version: 1,
  subject: 'Your request to go live',
  body: `Hi ((name)),

You sent a request to go live for "((service_name))".

It went to these members of ((organisation_name)):

((organisation_team_member_names))

If you have not heard back in 2 working days, reply to this email.

${closing}`,
  fields: {
    name: 'text',
    service_name: 'text',
    organisation_name: 'text',
    organisation_team_member_names: 'list',
  },
};

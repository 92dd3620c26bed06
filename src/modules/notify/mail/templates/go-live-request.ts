import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const goLiveRequest: MailTemplate = {
  id: templateIds.goLiveRequest,
  name: 'Request to go live: to those who may approve it',
  version: 1,
  subject: 'Request to go live: ((service_name))',
  body: `Hi ((name)),

((requester_name)) has requested that "((service_name))" be made live.

# To approve or reject the request

Review it here:
((make_service_live_link))

# If you have any questions

To ask ((requester_name)) about their service, reply to this email or write to ((requester_email_address)).

---

You got this email because you're a team member of ((organisation_name)) on GOV.UK Notify.

If you need help, contact support:
((support_page_link))

${closing}`,
  fields: {
    name: 'text',
    requester_name: 'text',
    requester_email_address: 'address',
    service_name: 'text',
    make_service_live_link: 'link',
    organisation_name: 'text',
    support_page_link: 'link',
  },
};

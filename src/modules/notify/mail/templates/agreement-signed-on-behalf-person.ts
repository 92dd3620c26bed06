import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const agreementSignedOnBehalfPerson: MailTemplate = {
  id: templateIds.agreementSignedOnBehalfPerson,
  name: 'Agreement signed on behalf of somebody: to that person',
  version: 1,
  subject: '((org_name)) has accepted the GOV.UK Notify data sharing and financial agreement',
  body: `Hi ((on_behalf_of_name)),

((signed_by_name)) has accepted the GOV.UK Notify data sharing and financial agreement on your behalf, for ((org_name)).

GOV.UK Notify lets teams in the public sector send emails, text messages and letters to the people who use their services.

If you need a copy of the agreement you can download it here:
((mou_link))

${closing}`,
  fields: { on_behalf_of_name: 'text', signed_by_name: 'text', org_name: 'text', mou_link: 'link' },
};

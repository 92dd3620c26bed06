import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const agreementSigned: MailTemplate = {
  id: templateIds.agreementSigned,
  name: 'Agreement signed',
  version: 1,
  subject: "You've accepted the GOV.UK Notify data sharing and financial agreement",
  body: `Hi ((signed_by_name)),

((org_name)) has accepted the GOV.UK Notify data sharing and financial agreement.

If you need another copy of the agreement you can download it here:
((mou_link))

${closing}`,
  fields: { signed_by_name: 'text', org_name: 'text', mou_link: 'link' },
};

import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const agreementSignedOnBehalfSigner: MailTemplate = {
  id: templateIds.agreementSignedOnBehalfSigner,
  name: 'Agreement signed on behalf of somebody: to the signer',
  version: 1,
  subject: "You've accepted the GOV.UK Notify data sharing and financial agreement",
  body: `Hi ((signed_by_name)),

((org_name)) has accepted the GOV.UK Notify data sharing and financial agreement.

We've also emailed ((on_behalf_of_name)) to let them know.

If you need another copy of the agreement you can download it here:
((mou_link))

${closing}`,
  fields: { signed_by_name: 'text', org_name: 'text', on_behalf_of_name: 'text', mou_link: 'link' },
};

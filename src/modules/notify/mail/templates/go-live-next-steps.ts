import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const goLiveNextSteps: MailTemplate = {
  id: templateIds.goLiveNextSteps,
  name: 'Request to go live: next steps',
  version: 1,
  subject: 'Request to go live: ((service_name))',
  body: `((body))

${closing}`,
  fields: { service_name: 'text', body: 'markdown' },
};

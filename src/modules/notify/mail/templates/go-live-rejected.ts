import { templateIds } from '../../outbox/template-ids.js';
import { closing, type MailTemplate } from './mail-template.js';

export const goLiveRejected: MailTemplate = {
  id: templateIds.goLiveRejected,
  name: 'Request to go live rejected',
  version: 1,
  subject: 'Your request to go live has been rejected',
  body: `Hi ((name)),

# Your request to go live has been rejected

You asked for "((service_name))" to be made live.

((organisation_team_member_name)) at ((organisation_name)) rejected the request because:

((reason))

If you have any questions, write to ((organisation_team_member_name)) at ((organisation_team_member_email)).

${closing}`,
  fields: {
    name: 'text',
    service_name: 'text',
    organisation_name: 'text',
    reason: 'markdown',
    organisation_team_member_name: 'text',
    organisation_team_member_email: 'address',
  },
};

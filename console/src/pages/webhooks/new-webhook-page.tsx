import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function NewWebhookPage() {
  return <PageHeading title={t().webhooks.newTitle} />;
}

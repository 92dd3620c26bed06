import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function WebhooksPage() {
  return <PageHeading title={t().webhooks.title} />;
}

import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function OverviewPage() {
  return <PageHeading title={t().overview.title} />;
}

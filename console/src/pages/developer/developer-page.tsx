import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function DeveloperPage() {
  return <PageHeading title={t().developer.title} />;
}

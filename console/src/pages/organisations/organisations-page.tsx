import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function OrganisationsPage() {
  return <PageHeading title={t().organisations.title} />;
}

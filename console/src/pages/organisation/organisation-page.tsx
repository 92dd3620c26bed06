import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function OrganisationPage() {
  return <PageHeading title={t().organisation.title} />;
}

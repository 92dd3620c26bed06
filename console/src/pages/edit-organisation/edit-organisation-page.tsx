import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function EditOrganisationPage() {
  return <PageHeading title={t().edit.title} />;
}

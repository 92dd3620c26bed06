import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function NewOrganisationPage() {
  return <PageHeading title={t().edit.newTitle} />;
}

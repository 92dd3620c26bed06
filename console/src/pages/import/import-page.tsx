import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function ImportPage() {
  return <PageHeading title={t().import.title} />;
}

import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function FlagsPage() {
  return <PageHeading title={t().flags.title} />;
}

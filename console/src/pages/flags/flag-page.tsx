import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function FlagPage() {
  return <PageHeading title={t().flags.title} />;
}

import { PageHeading } from '../../design/page-heading.tsx';
import { t } from '../../language/language.ts';

export function NewFlagPage() {
  return <PageHeading title={t().flags.newTitle} />;
}

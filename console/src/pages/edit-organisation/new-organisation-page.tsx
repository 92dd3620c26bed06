import { LoadedView } from '../../design/loaded-view.tsx';
import { Notice } from '../../design/notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { useLoaded } from '../../directory/use-loaded.ts';
import { t } from '../../language/language.ts';
import { isOperator } from '../../sign-in/session.ts';
import styles from './form.module.css';
import { NewForm } from './new-form.tsx';
import { readFlags } from './read-for-edit.ts';

export function NewOrganisationPage() {
  return (
    <div class={styles.page}>
      <PageHeading title={t().edit.newTitle} />
      {isOperator.value ? <LoadedForm /> : <Notice tone="wait" title={t().edit.operatorsOnly} />}
    </div>
  );
}

function LoadedForm() {
  const loaded = useLoaded(readFlags, []);
  return (
    <LoadedView loaded={loaded} lines={10}>
      {(flags) => <NewForm flags={flags} />}
    </LoadedView>
  );
}

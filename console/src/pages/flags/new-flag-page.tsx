import { useLocation } from 'preact-iso';
import { announce } from '../../design/announce.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { ErrorNotice } from '../../design/error-notice.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { Section } from '../../design/section.tsx';
import { directory } from '../../directory/directory.ts';
import styles from '../../forms/form.module.css';
import { useAction } from '../../forms/use-action.ts';
import { useTextForm } from '../../forms/use-text-form.ts';
import { t } from '../../language/language.ts';
import { pathTo } from '../../routes.ts';
import { isOperator } from '../../sign-in/session.ts';
import { FlagFields } from './flag-fields.tsx';
import { requestOf } from './flag-rules.ts';
import { flagFields, newFlagValues } from './flag-values.ts';
import { OperatorsOnly } from './operators-only.tsx';

export function NewFlagPage() {
  return (
    <>
      <PageHeading title={t().flags.newTitle} />
      {isOperator.value ? <NewFlagForm /> : <OperatorsOnly />}
    </>
  );
}

function NewFlagForm() {
  const { flags, common } = t();
  const { route } = useLocation();
  const form = useTextForm('new-flag', flagFields, newFlagValues);
  const saving = useAction();
  const create = async (): Promise<void> => {
    const flag = await directory.flags.create(requestOf(form.values));
    form.forget();
    announce(flags.created);
    route(pathTo('flag', { id: flag.Id }));
  };
  return (
    <Section>
      <form
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          saving.run(create);
        }}
      >
        {saving.error !== null && <ErrorNotice error={saving.error} />}
        <FlagFields form={form} error={saving.error} />
        <div class={styles.buttons}>
          <Button look="primary" type="submit" isBusy={saving.isBusy}>
            {saving.isBusy ? common.saving : flags.create}
          </Button>
          <LinkButton href={pathTo('flags')}>{common.cancel}</LinkButton>
        </div>
      </form>
    </Section>
  );
}

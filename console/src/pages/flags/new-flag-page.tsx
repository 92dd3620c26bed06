import { useLocation } from 'preact-iso';
import { announce } from '../../design/announce.tsx';
import { LinkButton } from '../../design/button.tsx';
import { PageHeading } from '../../design/page-heading.tsx';
import { directory } from '../../directory/directory.ts';
import { SaveForm } from '../../forms/save-form.tsx';
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
    <SaveForm
      saving={saving}
      saveLabel={flags.create}
      onSave={() => {
        saving.run(create);
      }}
      cancel={<LinkButton href={pathTo('flags')}>{common.cancel}</LinkButton>}
    >
      <FlagFields form={form} error={saving.error} />
    </SaveForm>
  );
}

import type { Flag } from 'organisations-directory-client';
import { CopyButton } from '../../design/copy-button.tsx';
import { moment, number } from '../../language/format.ts';
import { t } from '../../language/language.ts';
import { typeLabel } from './flag-labels.ts';
import styles from '../../design/page.module.css';

/** All fields of a flag. */
export function FlagFacts({ flag }: { readonly flag: Flag }) {
  const { flags, common } = t();
  const { fields } = flags;
  return (
    <dl class={styles.facts}>
      <dt>{fields.Name}</dt>
      <dd dir="auto">{flag.Name}</dd>
      <dt>{fields.Value}</dt>
      <dd dir="auto">{flag.Value}</dd>
      <dt>{fields.Description}</dt>
      <dd dir="auto">{flag.Description ?? common.none}</dd>
      <dt>{fields.Type}</dt>
      <dd>{typeLabel(flag.Type)}</dd>
      <dt>{fields.AccessLevel}</dt>
      <dd>{number(flag.AccessLevel)}</dd>
      <dt>{fields.Id}</dt>
      <dd>
        <code>{flag.Id}</code> <CopyButton text={flag.Id} label={flags.copyId} />
      </dd>
      <dt>{fields.CreatedAt}</dt>
      <dd>{moment(flag.CreatedAt)}</dd>
      <dt>{fields.UpdatedAt}</dt>
      <dd>{moment(flag.UpdatedAt)}</dd>
    </dl>
  );
}

import type { ComponentChildren } from 'preact';
import { Notice } from '../../design/notice.tsx';
import { t } from '../../language/language.ts';
import { isOperator } from '../../sign-in/session.ts';

/** Shows its content to operators, and to everybody else why they can't use webhooks. */
export function OperatorGate({ children }: { readonly children: ComponentChildren }) {
  const { webhooks } = t();
  if (isOperator.value) return <>{children}</>;
  return (
    <Notice tone="info" title={webhooks.notAllowedTitle}>
      <p>{webhooks.notAllowedText}</p>
    </Notice>
  );
}

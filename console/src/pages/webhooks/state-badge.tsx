import type { Webhook } from 'organisations-directory-client';
import { Badge } from '../../design/badge.tsx';
import { t } from '../../language/language.ts';
import { stateOf } from './webhook-state.ts';

const tones = {
  Pending: 'wait',
  VerificationFails: 'bad',
  Active: 'good',
  Failing: 'bad',
  Paused: 'idle',
  Disabled: 'bad',
} as const;

export function WebhookStateBadge({ webhook }: { readonly webhook: Webhook }) {
  const state = stateOf(webhook);
  return <Badge tone={tones[state]}>{t().webhooks.states[state]}</Badge>;
}

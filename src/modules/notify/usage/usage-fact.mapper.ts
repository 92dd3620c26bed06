import type { NotificationType, UsageFactRequest } from './usage-fact.dto.js';
import type { UsageFactResponse } from './usage-fact.response.dto.js';

/** A reported usage fact. */
export interface UsageFactFields {
  /** YYYY-MM-DD, a day in London. */
  readonly bstDate: string;
  readonly notificationType: NotificationType;
  readonly templateId: string | null;
  readonly provider: string;
  readonly rateMultiplier: number;
  readonly international: boolean;
  /** Pounds, in decimal. */
  readonly rate: string;
  readonly postage: string;
  readonly billableUnits: number;
  readonly notificationsSent: number;
}

/** A stored fact. */
export interface UsageFactRow extends UsageFactFields {
  readonly serviceId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Maps a validated body to a fact. */
export function toUsageFactFields(request: UsageFactRequest): UsageFactFields {
  return {
    bstDate: request.bst_date,
    notificationType: request.notification_type,
    templateId: request.template_id ?? null,
    provider: request.provider,
    rateMultiplier: request.rate_multiplier ?? 1,
    international: request.international ?? false,
    rate: String(request.rate),
    postage: request.postage ?? 'none',
    billableUnits: request.billable_units,
    notificationsSent: request.notifications_sent,
  };
}

/** Maps a stored fact to its response. */
export function toUsageFactResponse(row: UsageFactRow): UsageFactResponse {
  return {
    billable_units: row.billableUnits,
    bst_date: row.bstDate,
    created_at: row.createdAt,
    international: row.international,
    notification_type: row.notificationType,
    notifications_sent: row.notificationsSent,
    postage: row.postage,
    provider: row.provider,
    rate: Number(row.rate),
    rate_multiplier: row.rateMultiplier,
    service_id: row.serviceId,
    template_id: row.templateId,
    updated_at: row.updatedAt,
  };
}

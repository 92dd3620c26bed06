/** The kinds of change that a history records; that of a flag has the first two only. */
export const historyOperations = ['Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'] as const;

export type HistoryOperation = (typeof historyOperations)[number];

/** What makes an entry of the history. */
export const historyOperations = ['Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'] as const;

export type HistoryOperation = (typeof historyOperations)[number];

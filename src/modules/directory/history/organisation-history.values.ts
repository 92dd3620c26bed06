/** The kinds of change that the history records. */
export const historyOperations = ['Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'] as const;

export type HistoryOperation = (typeof historyOperations)[number];

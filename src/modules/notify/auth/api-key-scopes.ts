/** The rights of an API key: to read, to change, and to send e-mails. None includes another. */
export const apiKeyScopes = ['read', 'write', 'mail'] as const;

export type ApiKeyScope = (typeof apiKeyScopes)[number];

export {
  type Change,
  type ChangeEntry,
  type ChangesPage,
  parsePlace,
  type Place,
  placeText,
} from './changes/change-entry.js';
export type { Changes, ChangesBatch, FollowOptions } from './changes/changes.js';
export type { ChangesQuery } from './changes/changes-reader.js';
export { type CheckpointOptions, DirectoryClient, type DirectoryOptions } from './directory-client.js';
export { ConnectionError, DirectoryError, LogReplacedError, TokenError } from './errors.js';
export type { Fetch, HttpOptions } from './http/options.js';
export type { Checkpoint, PublicKey } from './mirror/checkpoints.js';
export { ChainBrokenError, hashOf } from './mirror/hash-chain.js';
export { MemoryStore } from './mirror/memory-store.js';
export type { MirrorEvent, MirrorOptions, SnapshotReason } from './mirror/mirror-events.js';
export type { MirrorState, MirrorStore } from './mirror/mirror-store.js';
export type { LogVerdict, VerifyProgress } from './mirror/verify-log.js';
export type { Api } from './resources/api.js';
export type { CallOptions, ChangeOptions, Tagged } from './resources/calls.js';
export type { OrganisationChange, UpdateOptions } from './resources/organisations.js';
export type * from './schemas.js';
export {
  type ClientAuthentication,
  clientCredentials,
  type ClientCredentialsOptions,
} from './tokens/client-credentials.js';
export { type KeyAlgorithm, privateKeyFromJwk, privateKeyFromPem } from './tokens/keys.js';
export type { AccessToken, TokenSource } from './tokens/token-source.js';
export { verifyWebhook, type WebhookHeaders, WebhookVerificationError } from './webhooks/verify-webhook.js';
export type {
  ChangesMessage,
  TestMessage,
  VerificationMessage,
  WebhookMessage,
} from './webhooks/webhook-message.js';

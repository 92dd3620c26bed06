/** The `typ` of a checkpoint. */
export const checkpointType = 'directory-checkpoint+jwt';

/** The claims of a checkpoint. */
export interface Checkpoint {
  /** The URL of the directory. */
  readonly iss: string;
  /** The time of the signature, in seconds. */
  readonly iat: number;
  readonly Log: string;
  readonly Position: number;
  /** The hash of the position, in hex; 64 zeros before the first. */
  readonly Hash: string;
}

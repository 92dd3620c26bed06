/** Faults of a file that is read, by the code of the error: predicates of a sentence about the file. */
const readFaults: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ENAMETOOLONG: 'has a name that is too long',
  ELOOP: 'is a symbolic link that leads nowhere',
  EIO: "can't be read from its disk",
};

/** The same for a file that is written. */
const writeFaults: Readonly<Record<string, string>> = {
  ENOENT: 'is in a folder that does not exist',
  ENOTDIR: 'is in a folder that is a file',
  EISDIR: 'is a folder',
  EACCES: 'is in a place where this user may not write',
  EPERM: 'is in a place where this user may not write',
  ENOSPC: 'does not fit on the disk, which is full',
  EDQUOT: "does not fit in this user's quota on the disk",
  EFBIG: 'would be larger than this disk allows',
  EROFS: 'is on a disk that is read-only',
  ENAMETOOLONG: 'has a name that is too long',
  ELOOP: 'is a symbolic link that leads nowhere',
  EIO: "can't be written to its disk",
};

/** Returns why a file can't be read, as a predicate such as `does not exist`; null for an error that is not of a file. */
export function readFaultOf(error: unknown): string | null {
  return faultIn(readFaults, error);
}

/** Returns why a file can't be written, as a predicate; null for an error that is not of a file. */
export function writeFaultOf(error: unknown): string | null {
  return faultIn(writeFaults, error);
}

function faultIn(faults: Readonly<Record<string, string>>, error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null;
  // Sockets fail with the same codes.
  if (error.syscall === 'connect' || String(error.syscall).startsWith('spawn')) return null;
  return faults[String(error.code)] ?? null;
}

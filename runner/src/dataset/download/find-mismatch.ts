import type { Failure, PinnedLink } from '@orangery/schemas';
import { pinMismatch } from '../check-pin.ts';
import type { RemoteFile } from '../links/resolved-link.ts';
import { wrongChecksum, wrongLength } from './download-failures.ts';

export interface Expected {
  readonly file: RemoteFile;
  readonly pin?: Pick<PinnedLink, 'sha256' | 'bytes'>;
}

export interface Received {
  readonly sha256: string;
  readonly bytes: number;
  /** By the service's own algorithm. */
  readonly checksum: string;
}

/** The failure that a whole file of other content than pinned, or told by the service, means. */
export function findMismatch({ file, pin }: Expected, received: Received): Failure | undefined {
  const { label, bytes, checksum } = file;
  const changed = pin === undefined ? undefined : pinMismatch(pin, received, label);
  if (changed !== undefined) return changed;
  if (bytes !== undefined && bytes !== received.bytes) {
    return wrongLength(label, bytes, `${received.bytes}`);
  }
  if (checksum === undefined || checksum.digest === received.checksum) return undefined;
  const { algorithm, digest } = checksum;
  return wrongChecksum(label, `${algorithm} ${digest}`, received.checksum);
}

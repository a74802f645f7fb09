import { Failure, type PinnedLink } from '@orangery/schemas';

type Pin = Pick<PinnedLink, 'sha256' | 'bytes'>;

interface Found {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Checks that what came is what a link was pinned to, where it was.
 * @throws Failure DOWNLOAD_CHANGED
 */
export function checkPin(pin: Pin, found: Found, label: string): void {
  const mismatch = pinMismatch(pin, found, label);
  if (mismatch !== undefined) throw mismatch;
}

/** The failure that another content than the pinned one means. */
export function pinMismatch(pin: Pin, found: Found, label: string): Failure | undefined {
  const sizeFits = pin.bytes === undefined || pin.bytes === found.bytes;
  const hashFits = pin.sha256 === undefined || pin.sha256 === found.sha256;
  if (sizeFits && hashFits) return undefined;
  const expected = sizeFits ? `sha256 ${pin.sha256}` : `${pin.bytes} bytes`;
  const actual = sizeFits ? found.sha256 : `${found.bytes}`;
  return new Failure('DOWNLOAD_CHANGED', `${label}: expected ${expected}, found ${actual}`);
}

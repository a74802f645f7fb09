import { Failure, type PinnedLink } from '@orangery/schemas';

/**
 * Checks that what came is what a link was pinned to, where it was.
 * @throws Failure DOWNLOAD_CHANGED
 */
export function checkPin(
  pin: Pick<PinnedLink, 'sha256' | 'bytes'>,
  found: { readonly sha256: string; readonly bytes: number },
  label: string,
): void {
  const sizeFits = pin.bytes === undefined || pin.bytes === found.bytes;
  const hashFits = pin.sha256 === undefined || pin.sha256 === found.sha256;
  if (sizeFits && hashFits) return;
  const expected = sizeFits ? `sha256 ${pin.sha256}` : `${pin.bytes} bytes`;
  const actual = sizeFits ? found.sha256 : `${found.bytes}`;
  throw new Failure('DOWNLOAD_CHANGED', `${label}: expected ${expected}, found ${actual}`);
}

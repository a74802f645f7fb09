import { Failure } from '@orangery/schemas';
import { checksumOf } from './address-parts.ts';
import type { Checksum } from './resolved-link.ts';

/** What `rclone lsjson` says about a file or folder. */
export interface RcloneEntry {
  /** Below the listed folder, with forward slashes. */
  readonly path: string;
  readonly isFolder: boolean;
  /** `undefined` where the remote does not know before it is read. */
  readonly bytes?: number;
  /** The best that the remote holds. */
  readonly checksum?: Checksum;
}

/** @throws Failure COMMAND_FAILED when it is not what rclone documents */
export function readRcloneEntry(text: string, label: string): RcloneEntry {
  const entry = parse(text);
  const path = entry?.Path;
  const isFolder = entry?.IsDir;
  if (entry === undefined || typeof path !== 'string' || typeof isFolder !== 'boolean') {
    throw new Failure(
      'COMMAND_FAILED',
      `${label}: expected a list of files from rclone, found another form`,
      { hint: 'Upgrade rclone: https://rclone.org/downloads/' },
    );
  }
  const { Size: bytes } = entry;
  const checksum = bestOf(entry.Hashes);
  return {
    path,
    isFolder,
    ...(typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? { bytes } : {}),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

const algorithms = ['sha256', 'sha1', 'md5'] as const;

function bestOf(hashes: unknown): Checksum | undefined {
  if (!isRecord(hashes)) return undefined;
  const found = algorithms.map((algorithm) => checksumOf(`${algorithm}:${hashes[algorithm]}`));
  return found.find((checksum) => checksum !== undefined);
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // the caller says what was expected
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

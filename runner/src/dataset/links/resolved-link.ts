import type { HttpRequest } from '../network/http-client.ts';

/** The files behind a link, found but not fetched. */
export interface ResolvedLink {
  /** What to call the dataset: a file or folder name. */
  readonly name: string;
  /** A folder keeps its files' paths; otherwise there is exactly one file. */
  readonly isFolder: boolean;
  readonly files: readonly RemoteFile[];
  /** SPDX expression, where the service tells it. */
  readonly license?: string;
  readonly citation?: string;
}

export interface RemoteFile {
  /** Below the folder; of a single file, its name. */
  readonly path: string;
  /** How messages name it; holds nothing that gives access. */
  readonly label: string;
  /** The same for the same place at every run, whatever signatures or tokens its requests carry. */
  readonly identity: string;
  /** Size that the service tells. */
  readonly bytes?: number;
  /** Hash that the service tells; what comes is checked against it. */
  readonly checksum?: Checksum;
  readonly source: HttpSource | RcloneSource;
}

export interface Checksum {
  readonly algorithm: 'sha256' | 'sha1' | 'md5';
  /** Lower-case hexadecimal. */
  readonly digest: string;
  /** Whether it is a SHA-256 of the service's own making, not what somebody said who uploaded. */
  readonly isHeld?: boolean;
}

export interface HttpSource {
  readonly kind: 'http';
  /** Asked before each attempt: signatures and passing links are made anew. */
  request(): Promise<HttpRequest>;
}

/** Copied by rclone itself. */
export interface RcloneSource {
  readonly kind: 'rclone';
  /** `remote:path/to/file`. */
  readonly place: string;
}

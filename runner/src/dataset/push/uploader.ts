import type { World } from '../../world.ts';
import type { DatasetAccess } from '../access.ts';
import type { HttpClient } from '../network/http-client.ts';
import type { PreparedFile } from './prepare-file.ts';
import type { UploadMeter } from './upload-meter.ts';

/** What lies at the destination under the file's name. */
export interface FoundFile {
  readonly bytes: number;
  /** Where the service tells it. */
  readonly sha256?: string;
}

/** Sends one file to one place. */
export interface Uploader {
  /** What is there already, or after the sending; `undefined` when nothing is. */
  find(): Promise<FoundFile | undefined>;
  /** Sends the file, or the rest of it where an earlier run was cut off. */
  send(): Promise<void>;
}

export interface UploadContext {
  readonly file: PreparedFile;
  readonly access: DatasetAccess;
  readonly world: World;
  readonly meter: UploadMeter;
  /** Tries again by itself: for what is the same when it is sent twice. */
  readonly http: HttpClient;
  /** Sends once: for what is not. */
  readonly once: HttpClient;
  /** Before the second attempt, the third, and so on. */
  readonly retryPausesMs: readonly number[];
}

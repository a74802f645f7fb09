import type { FetchLimits } from '../fetch-options.ts';
import type { StoredFile } from '../stored-file.ts';
import type { NamedFile } from './identify.ts';
import type { ViewWriter } from './view-writer.ts';

/** An archive to unpack, and where to. */
export interface UnpackTask {
  readonly file: StoredFile & NamedFile;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
  readonly writer: ViewWriter;
}

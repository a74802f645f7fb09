import type { PinnedLink } from '@orangery/schemas';
import type { FetchOptions } from '../fetch-options.ts';
import type { RemoteFile } from '../links/resolved-link.ts';
import type { Network } from '../network/network.ts';
import type { Validators } from './validator.ts';

export interface DownloadTask {
  readonly file: RemoteFile;
  /** What must come, where that is known. */
  readonly pin?: Pick<PinnedLink, 'sha256' | 'bytes'>;
  readonly options: FetchOptions;
  readonly network: Network;
  /** Where the file grows; stays when it is worth going on with. */
  readonly partPath: string;
  /** Of a copy that is here already: it does not come again when it is still the same. */
  readonly known?: Validators;
  readonly signal: AbortSignal;
}

import type { PinnedLink } from '@orangery/schemas';
import type { OpenedFiles } from './archive/open-stored.ts';
import type { FetchOptions, SourcePlace } from './fetch-options.ts';
import type { HttpClient } from './network/http-client.ts';
import type { Network } from './network/network.ts';

/** One link of a dataset, fetched. */
export interface OpenedSource extends OpenedFiles {
  readonly source: PinnedLink;
  /** What to call it when it must be told from others. */
  readonly name: string;
  readonly place: Omit<SourcePlace, 'name'>;
  readonly license?: string;
  readonly citation?: string;
}

/** Without what the link's service tells of it. */
export type OpenedContent = Omit<OpenedSource, 'name' | 'license' | 'citation'>;

export interface SourceTask {
  readonly pin: PinnedLink;
  readonly options: FetchOptions;
  readonly network: Network;
  readonly http: HttpClient;
  /** `secret:NAME` where the link itself must not be shown. */
  readonly hiddenBehind?: string;
}

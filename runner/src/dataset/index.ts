export { noAccess, readDatasetAccess, type DatasetAccess } from './access.ts';
export { listCache, type CacheEntry } from './cache/list-cache.ts';
export { pruneCache, type Pruned, type PruneOptions } from './cache/prune-cache.ts';
export type { DataFile } from './data-file.ts';
export { decodeImage } from './decode-image.ts';
export { drawContactSheet, type LabelledPicture } from './describe/contact-sheet.ts';
export {
  describeDataset,
  type DescribedDataset,
  type DescribeOptions,
} from './describe/describe-dataset.ts';
export { openDataset, type DatasetOrder, type OpenedDataset } from './describe/open-dataset.ts';
export { showExamples, type ShownExample } from './describe/show-examples.ts';
export { shownLink } from './describe/shown-link.ts';
export { warnOfData, type DatasetWarning } from './describe/warn-of-data.ts';
export {
  defaultFetchLimits,
  fetchDataset,
  type FetchedDataset,
  type FetchLimits,
  type FetchOptions,
} from './fetch-dataset.ts';
export { fetchOne, type FetchedFile } from './fetch-one.ts';
export { defaultCacheBytes } from './fetch-options.ts';
export type { ParseLinkOptions } from './links/link-kind.ts';
export type { DatasetLink } from './links/link.ts';
export { parseDatasetLink } from './links/parse-link.ts';
export { providedText, readProvided, type ProvidedLink } from './provided.ts';
export { destinationForms, pushDataset, type Pushed, type PushOrder } from './push/index.ts';

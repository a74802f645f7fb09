export { noAccess, readDatasetAccess, type DatasetAccess } from './access.ts';
export type { DataFile } from './data-file.ts';
export { decodeImage } from './decode-image.ts';
export {
  defaultFetchLimits,
  fetchDataset,
  type FetchedDataset,
  type FetchLimits,
  type FetchOptions,
} from './fetch-dataset.ts';
export type { ParseLinkOptions } from './links/link-kind.ts';
export type { DatasetLink } from './links/link.ts';
export { parseDatasetLink } from './links/parse-link.ts';

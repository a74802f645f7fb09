export type { DataFile } from './data-file.ts';
export { decodeImage } from './decode-image.ts';
export {
  defaultFetchLimits,
  fetchDataset,
  type FetchedDataset,
  type FetchLimits,
  type FetchOptions,
} from './fetch-dataset.ts';
export { parseDatasetLink, type DatasetLink, type ParseLinkOptions } from './parse-link.ts';

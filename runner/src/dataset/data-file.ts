/** A file of a dataset, wherever it lies: in a folder, in an archive, in a page's file list. */
export interface DataFile {
  /** Path with forward slashes, relative to the dataset. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Where it lies on this machine, for another process to open; absent in a page. */
  readonly place?: string;
  /** Of its content, where it was hashed already. */
  readonly sha256?: string;
  read(): Promise<Uint8Array>;
  /** The content in parts, for files that need not be in memory whole. */
  stream(): AsyncIterable<Uint8Array>;
}

/** A file of a dataset, wherever it lies: in a folder, in an archive, in a page's file list. */
export interface DataFile {
  /** Path with forward slashes, relative to the dataset. */
  readonly path: string;
  readonly sizeBytes: number;
  read(): Promise<Uint8Array>;
}

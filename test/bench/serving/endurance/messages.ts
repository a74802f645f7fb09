export type ToServer =
  | { readonly kind: 'measure' }
  /** One worker of a model, by the model's number. */
  | { readonly kind: 'kill'; readonly index: number }
  | { readonly kind: 'reload'; readonly index: number };

export interface Measured {
  readonly kind: 'measured';
  /** Of the whole process, after garbage was collected. */
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly workers: number;
  /** Workers that ended and were started again, since the start. */
  readonly replaced: number;
}

export type FromServer =
  { readonly kind: 'listening'; readonly port: number } | { readonly kind: 'reloaded' } | Measured;

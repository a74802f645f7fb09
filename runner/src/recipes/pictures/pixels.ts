/** A decoded picture: 8-bit samples, `[height, width, channels]`, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 red-green-blue. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
  /** Sides as the picture is stored, where it was shrunk and they are known. */
  readonly stored?: { readonly width: number; readonly height: number };
}

/** What of a decoded picture is wanted; smaller is faster. */
export interface DecodeOptions {
  /** Longest side of the result in pixels; larger pictures are shrunk, smaller ones left. */
  readonly longestSide?: number;
}

/**
 * Decodes PNG, JPEG or WebP. Transparency is laid over white; orientation is applied.
 * @throws Error when the bytes are no picture
 */
export type DecodeImage = (bytes: Uint8Array, options?: DecodeOptions) => Promise<Pixels>;

/** Pictures are shrunk to this longest side as they are read, for training and prediction alike. */
export const decodedSide = 128;

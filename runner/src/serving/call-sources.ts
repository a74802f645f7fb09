/** Where the arguments of one call come from, as they arrived. */
export interface CallSources {
  /** A text, or a list of texts where a name came more than once. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Of a form, urlencoded or multipart: texts, {@link UploadedFile}s, or lists of these. */
  readonly form: Readonly<Record<string, unknown>>;
  /** The body where it was JSON. */
  readonly json: unknown;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A file of a multipart form, in memory. */
export class UploadedFile {
  /** As the caller named it; may be empty. */
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;

  constructor(filename: string, contentType: string, bytes: Uint8Array) {
    this.filename = filename;
    this.contentType = contentType;
    this.bytes = bytes;
  }
}

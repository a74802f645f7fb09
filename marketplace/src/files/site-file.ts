/** A file of the site that is not a page. */
export interface SiteFile {
  /** Below the site's base, with forward slashes, without a leading one. */
  readonly path: string;
  /** Its text or bytes, or the absolute path of the file it is a copy of. */
  readonly content: string | Uint8Array | { readonly copyOf: string };
}

/** Where a dataset lies, read from what a person typed. Parts that give access are in here. */
export type DatasetLink =
  | { readonly kind: 'https'; readonly url: URL }
  /** Loopback only. */
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'file'; readonly path: string }
  | S3Link
  | ZenodoLink
  | HuggingFaceLink
  | GitHubLink
  | NextcloudLink
  | WebdavLink
  | GoogleDriveLink
  | DropboxLink
  | RcloneLink;

/** An object, or with a final slash (or no key) all objects below a prefix. */
export interface S3Link {
  readonly kind: 's3';
  readonly bucket: string;
  readonly key: string;
  /** Of an S3-compatible server; Amazon's when absent. */
  readonly endpoint?: URL;
  readonly region?: string;
}

export interface ZenodoLink {
  readonly kind: 'zenodo';
  readonly record: string;
  /** Name of the file to take; the only one when absent. */
  readonly file?: string;
}

export interface HuggingFaceLink {
  readonly kind: 'hugging-face';
  /** `owner/name`, or `name` alone for the oldest ones. */
  readonly repository: string;
  readonly revision: string;
  /** A file, or a folder; the whole repository when empty. */
  readonly path: string;
}

export interface GitHubLink {
  readonly kind: 'github';
  readonly owner: string;
  readonly repository: string;
  readonly tag: string;
  readonly asset: string;
}

/** A public share: `https://host/s/<token>`, perhaps a path in it. */
export interface NextcloudLink {
  readonly kind: 'nextcloud';
  /** Address of the Nextcloud, with the folder it lies in. */
  readonly base: URL;
  /** Gives access. */
  readonly token: string;
  readonly path: string;
}

/** A file or collection by WebDAV: `webdav://host/path`, spoken over https. */
export interface WebdavLink {
  readonly kind: 'webdav';
  readonly url: URL;
}

export interface GoogleDriveLink {
  readonly kind: 'google-drive';
  /** Gives access. */
  readonly id: string;
  readonly resourceKey?: string;
}

export interface DropboxLink {
  readonly kind: 'dropbox';
  /** Gives access. */
  readonly url: URL;
}

/** `rclone:remote:path`: whatever the asker's rclone reaches. */
export interface RcloneLink {
  readonly kind: 'rclone';
  readonly remote: string;
  readonly path: string;
}

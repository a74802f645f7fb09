/** What the site is for: everything that pages say of themselves and link to. */
export interface Site {
  readonly title: string;
  readonly description: string;
  /** Address without path, when the site has a public one. */
  readonly address: string | undefined;
  /** Path of the site below its address; begins with a slash. */
  readonly base: string;
  /** `owner/name` on GitHub, when there is one. */
  readonly repository: string | undefined;
  /** Whether it shows what is private too, and is not to be published; not when absent. */
  readonly isInternal?: boolean;
}

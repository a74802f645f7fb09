/**
 * The path of a page or file of this site below its base.
 * @param path without a leading slash, such as `modules/leaf-classifier/`
 */
export function siteLink(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}

/** The path of a module's page. */
export function modulePage(base: string, id: string): string {
  return siteLink(base, `modules/${id}/`);
}

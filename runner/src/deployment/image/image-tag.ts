/** A version as a tag of an image: in these there is no `+`, and in versions no `_`. */
export function imageTag(version: string): string {
  return version.replace('+', '_');
}

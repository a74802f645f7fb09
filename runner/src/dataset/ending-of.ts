/** The ending of a name with its dot, as `extname` gives it: none of a name that begins with its only dot. */
export function endingOf(path: string): string {
  return /(?<=[^/])\.[^./]*$/.exec(path)?.[0] ?? '';
}

/** Name of the variable that holds the token of a source. */
export function tokenName(source: string): string {
  return `ORANGERY_TOKEN_${source.toUpperCase().replaceAll('-', '_')}`;
}

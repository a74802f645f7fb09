/** A share as people read it: `0.4187` is `41.9 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A share as records hold it: four digits, so that the last bits of a division do not differ. */
export function rounded(value: number): number {
  return Number(value.toFixed(4));
}

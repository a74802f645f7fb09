/** `97.7 %` of a share 0…1. */
export function tellShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A number with as many digits as a person reads. */
export function tellNumber(value: number): string {
  return String(Number(value.toPrecision(5)));
}

/** `34 ms` or `1.2 s`. */
export function tellTime(milliseconds: number): string {
  if (milliseconds < 995) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Colours that are told apart, by number. */
export function colourOf(index: number): string {
  return `hsl(${Math.round(24 + index * 137.5) % 360} 75% 45%)`;
}

/** A value in a few words. */
export function tellShort(value: unknown): string {
  if (typeof value === 'number') return tellNumber(value);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

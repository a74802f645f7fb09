const units: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 };

/** Bytes of a text such as `512Mi`, which a schema has checked. */
export function parseMemory(text: string): number {
  return Math.round(Number.parseFloat(text) * units[text.slice(-2)]!);
}

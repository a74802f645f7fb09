/** What lies at a path of fields in something that came from elsewhere. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (found, name) => (isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined),
    value,
  );
}

/** A text at a path of fields; an empty one is none. */
export function textOf(value: unknown, ...path: readonly string[]): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A number of bytes, or another count, at a path of fields. */
export function countOf(value: unknown, ...path: readonly string[]): number | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
}

/** A list at a path of fields; empty when there is none. */
export function listOf(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

const longestLine = 500;

/** A text from elsewhere as one line that is safe to show: no markup, no control characters, not endless. */
export function lineOf(text: string): string {
  const line = text
    .replace(/<[^<>]*>/g, '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

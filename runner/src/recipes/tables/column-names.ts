/** Names for the columns of a table without a header. */
export function numberedColumns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `column-${index + 1}`);
}

/** Gives a column without a name one, and a name that is taken a number. */
export function uniqueColumns(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.trim()));
  const seen = new Set<string>();
  // of a name that is there ten thousand times, each number is tried once
  const numbers = new Map<string, number>();
  return names.map((raw, index) => {
    const name = raw.trim() === '' ? `unnamed-${index + 1}` : raw.trim();
    if (!seen.has(name)) return add(seen, name);
    for (let number = numbers.get(name) ?? 2; ; number += 1) {
      const numbered = `${name}_${number}`;
      if (seen.has(numbered) || taken.has(numbered)) continue;
      numbers.set(name, number + 1);
      return add(seen, numbered);
    }
  });
}

function add(seen: Set<string>, name: string): string {
  seen.add(name);
  return name;
}

/** Parameters that may hold slashes. */
const long = new Set(['path', 'ref', 'branch', 'basehead', 'tag']);

export interface Match {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds which of the operations a request is; of several, the one with more fixed parts. */
export function createMatcher(
  operations: readonly string[],
): (method: string, path: string) => Match | null {
  const patterns = operations
    .map(compile)
    .sort((one, other) => other.fixedParts - one.fixedParts || one.longParts - other.longParts);
  return (method, path) => {
    for (const { operation, expression, names } of patterns) {
      if (!operation.startsWith(`${method} `)) continue;
      const found = expression.exec(path);
      if (!found) continue;
      const values = found.slice(1).map(decodeURIComponent);
      return {
        operation,
        params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
      };
    }
    return null;
  };
}

function compile(operation: string) {
  const parts = (operation.split(' ')[1] ?? '').split('/');
  const names = parts.filter((part) => part.startsWith('{')).map((part) => part.slice(1, -1));
  const source = parts.map((part) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    return long.has(part.slice(1, -1)) ? '(.+)' : '([^/]+)';
  });
  return {
    operation,
    names,
    expression: new RegExp(`^${source.join('/')}/?$`),
    fixedParts: parts.length - names.length,
    longParts: names.filter((name) => long.has(name)).length,
  };
}

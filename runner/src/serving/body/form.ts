/** A form that arrived, urlencoded or multipart: texts and files by name. */
export class Form {
  /** A name that came more than once has a list. */
  readonly values: Readonly<Record<string, unknown>>;

  constructor(entries: Iterable<readonly [string, unknown]>) {
    const lists = new Map<string, unknown[]>();
    for (const [name, value] of entries) {
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [value]);
      else list.push(value);
    }
    this.values = Object.fromEntries(
      [...lists].map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
    );
  }
}

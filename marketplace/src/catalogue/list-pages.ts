/** A long list is shown a page at a time. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** Counted from 1. */
  readonly number: number;
  readonly count: number;
  /** Position of its first item in the whole list, counted from 0. */
  readonly start: number;
}

export const mostRows = 100;

/** Cuts a list into pages; an empty one is one page. */
export function listPages<Item>(
  items: readonly Item[],
  most = mostRows,
): readonly ListPage<Item>[] {
  const count = Math.max(1, Math.ceil(items.length / most));
  return Array.from({ length: count }, (_, index) => {
    const start = index * most;
    return { items: items.slice(start, start + most), number: index + 1, count, start };
  });
}

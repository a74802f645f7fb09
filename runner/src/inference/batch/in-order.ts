/**
 * Works on items as they come, some at a time, and gives the results in the items' order, whichever
 * is ready first. Nothing is begun far ahead of the reader: at most `most` results wait. When it
 * ends, also by a failure or because nobody reads on, nothing runs any more.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const running: Promise<Result>[] = [];
  try {
    for (const item of items) {
      const begun = work(item);
      // a failure is met when its turn comes
      begun.catch(() => {});
      running.push(begun);
      if (running.length >= most) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}

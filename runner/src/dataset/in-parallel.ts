/**
 * Runs work on items, at most some at a time; results keep the items' order. After the first
 * failure nothing more is started, what runs is told to stop, and the failure is thrown when it has.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  const stopped = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  const runner = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failure !== undefined) return;
      try {
        results[index] = await work(item, stopped.signal);
      } catch (error) {
        failure ??= { error };
        stopped.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, runner));
  if (failure !== undefined) throw failure.error;
  return results;
}

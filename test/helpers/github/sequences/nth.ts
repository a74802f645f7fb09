/** The n-th, counted from the newest, round and round; undefined where there are none. */
export function nth<Value>(all: Iterable<Value>, index: number): Value | undefined {
  const list = [...all];
  return list[list.length - 1 - (index % Math.max(1, list.length))];
}

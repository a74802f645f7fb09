/**
 * The same function with at most so many calls at a time: the others wait, in order. Code that asks
 * for all of its files at once is honest, and the process that answers keeps no such list for it.
 */
export function inLanes<Value, Result>(
  lanes: number,
  work: (value: Value) => Promise<Result>,
): (value: Value) => Promise<Result> {
  const ends = Array.from({ length: lanes }, async () => Promise.resolve());
  let calls = 0;
  return async (value) => {
    const lane = calls % lanes;
    calls += 1;
    const result = ends[lane]!.then(async () => work(value));
    // keeps neither what the call gave nor how it failed
    ends[lane] = result.then(ignore, ignore);
    return result;
  };
}

function ignore(): void {}

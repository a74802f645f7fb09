import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const everyBytes = 16 * 1024 * 1024;

type CollectGarbage = (options: { readonly type: 'minor' }) => void;

let collectGarbage: CollectGarbage | undefined;

/**
 * Gives a function to be told of bytes as they come, which keeps memory level. What a socket reads
 * lies outside V8's heap; V8 alone looks after more than 64 MB of it, and on a busy machine far
 * later. A minor collection takes a millisecond.
 */
export function releaseMemory(): (bytes: number) => void {
  collectGarbage ??= findCollector();
  let received = 0;
  return (bytes) => {
    received += bytes;
    if (received < everyBytes) return;
    received = 0;
    collectGarbage?.({ type: 'minor' });
  };
}

/** The function is there only in contexts made after the flag was set. */
function findCollector(): CollectGarbage {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return typeof found === 'function' ? (options) => void found(options) : () => {};
}

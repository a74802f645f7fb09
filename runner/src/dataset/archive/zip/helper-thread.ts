import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '@orangery/schemas';
import { BlockReader } from '../block-reader.ts';
import { ViewWriter } from '../view-writer.ts';
import type { HelperAnswer, HelperStart } from './helper.ts';
import { unpackEntries, type PlacedEntry } from './unpack-entries.ts';

// the thread that `Helper` starts; it ends when that stops it

const { archive, label, root, maxBytes } = workerData as HelperStart;
const reader = new BlockReader(archive);
const writer = new ViewWriter(root, { label, maxBytes });
const { signal } = new AbortController();

parentPort!.on('message', (share: readonly PlacedEntry[]) => {
  unpackEntries(share, { reader, writer, label, signal }).then(
    () => say({ kind: 'ready', written: writer.take() }),
    (error: unknown) => say(describe(error)),
  );
});
say({ kind: 'ready', written: writer.take() });

function say(answer: HelperAnswer): void {
  parentPort!.postMessage(answer);
}

function describe(error: unknown): HelperAnswer {
  if (!(error instanceof Failure)) return { kind: 'failed', error };
  const { code, message, hint } = error;
  return { kind: 'refused', failure: { code, message, hint } };
}

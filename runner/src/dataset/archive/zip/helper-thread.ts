import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '@orangery/schemas';
import { BlockReader } from '../block-reader.ts';
import { ViewWriter } from '../view-writer.ts';
import type { HelperAnswer, HelperMessage, HelperStart } from './helper.ts';
import { SmallEntries } from './small-entries.ts';
import { unpackEntries } from './unpack-entries.ts';

// the thread that `Helper` starts, and stops

const { archive, label, root, maxBytes } = workerData as HelperStart;
const writer = new ViewWriter(root, { label, maxBytes });
const small = new SmallEntries(writer);
const { signal } = new AbortController();
const task = { reader: new BlockReader(archive), writer, small, label, signal };

parentPort!.on('message', (message: HelperMessage) => {
  work(message).then(say, (error: unknown) => say(describe(error)));
});
say({ kind: 'ready', written: writer.take() });

async function work(message: HelperMessage): Promise<HelperAnswer> {
  if (message === 'end') await small.end();
  else await unpackEntries(message, task);
  return { kind: message === 'end' ? 'done' : 'ready', written: writer.take() };
}

function say(answer: HelperAnswer): void {
  parentPort!.postMessage(answer);
}

function describe(error: unknown): HelperAnswer {
  if (!(error instanceof Failure)) return { kind: 'failed', error };
  const { code, message, hint } = error;
  return { kind: 'refused', failure: { code, message, hint } };
}

/**
 * A server of modules whose workers can be ended from outside: `node --expose-gc server.ts <folder…>`,
 * asked and answered by messages.
 */
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../../runner/src/serving/app.ts';
import { defaultModelLimits, defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import { ModuleSlot } from '../../../../runner/src/serving/module-model/module-slot.ts';
import type { FromServer, ToServer } from './messages.ts';

let replaced = 0;
const note = (message: string): void => {
  if (message.includes('ended and is replaced')) replaced += 1;
  else process.stderr.write(`${message}\n`);
};
const slots: ModuleSlot[] = [];
for (const folder of process.argv.slice(2)) {
  slots.push(
    await ModuleSlot.open({
      setup: { folder, backend: 'auto' },
      limits: { ...defaultServingLimits, ...defaultModelLimits, workers: 2 },
      logger: { debug: () => {}, info: () => {}, warn: note },
    }),
  );
}
const app = createApp(slots, defaultServingLimits, {
  logger: { debug: () => {}, info: () => {}, warn: note },
});
await app.listen({ host: '127.0.0.1', port: 0 });

process.on('message', (message: ToServer) => void answer(message));
process.on('disconnect', () => process.exit(0));
tell({ kind: 'listening', port: (app.server.address() as AddressInfo).port });

async function answer(message: ToServer): Promise<void> {
  if (message.kind === 'measure') return tell(measure());
  const slot = slots[message.index % slots.length]!;
  if (message.kind === 'kill') slot.killOne();
  else {
    await slot.reload();
    tell({ kind: 'reloaded' });
  }
}

function measure(): FromServer {
  globalThis.gc!();
  const { rss, heapUsed } = process.memoryUsage();
  const workers = slots.reduce((sum, { load }) => sum + load.workers, 0);
  return { kind: 'measured', rssBytes: rss, heapBytes: heapUsed, workers, replaced };
}

function tell(message: FromServer): void {
  process.send!(message);
}

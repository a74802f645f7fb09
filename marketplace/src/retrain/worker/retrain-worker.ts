import { toFailure } from '@orangery/schemas';
import type { Order, Report } from '../messages.ts';
import { Session } from './session.ts';

// a worker's global scope, of which TypeScript knows a window's here
const scope = globalThis as unknown as {
  postMessage(report: Report, transfer?: readonly Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Order>) => void): void;
};

const session = new Session((report) => {
  scope.postMessage(report, report.type === 'trained' ? [report.result.zip.buffer] : []);
});
let latest: Promise<void> = Promise.resolve();

scope.addEventListener('message', ({ data: order }) => {
  latest = latest.then(() => obey(order));
});

async function obey(order: Order): Promise<void> {
  try {
    await session.obey(order);
  } catch (error) {
    const { message, hint } = toFailure(error);
    scope.postMessage({ type: 'failed', message, hint });
  }
}

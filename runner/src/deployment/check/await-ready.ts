import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import type { SlotName, StageId } from '../reconcile/slots.ts';
import type { SlotTarget } from '../slot-target.ts';

export interface ReadyOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

const askAgainMs = 100;
/** Who ends this often by itself will not become ready. */
const mostRestarts = 2;

/**
 * Waits until all copies of a slot answer.
 * @throws Failure DEPLOYMENT_FAILED when they end by themselves, or take longer than the limit
 */
export async function awaitReady(
  target: Pick<SlotTarget, 'observe'>,
  stage: StageId,
  slot: SlotName,
  { signal, timeoutMs }: ReadyOptions,
): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const { slots } = await target.observe(stage);
    const found = slots.find((one) => one.slot === slot);
    if (found?.isReady === true) return;
    if (found !== undefined && found.restarts >= mostRestarts) {
      throw new Failure('DEPLOYMENT_FAILED', `Its server ended by itself ${found.restarts} times`);
    }
    if (performance.now() > until) {
      throw new Failure('DEPLOYMENT_FAILED', `It was not ready after ${timeoutMs / 1000} s`);
    }
    await pause(askAgainMs, undefined, { signal });
  }
}

import type { BackendName } from '@orangery/schemas';
import { startBackend, type BackendChoice } from './backend.ts';
import type { BackendEntry, StartOptions } from './backends/backend-entry.ts';
import { backends as everyBackend } from './backends/index.ts';
import { lookAt, type Look } from './look-at-backend.ts';
import { messageOf } from './not-started.ts';
import { rankLooks } from './rank-looks.ts';
import { inTurn, startEntry } from './start-entry.ts';
import { timeSteps, type BackendProbe } from './time-steps.ts';
import type { Gpu } from './cuda-refusal.ts';
import { withoutLeaks } from './without-leaks.ts';

export interface ChoosingOrder {
  readonly probe: BackendProbe;
  readonly signal: AbortSignal;
  /** NVIDIA cards of this machine, from `countDevices`; none in a page. */
  readonly gpus?: readonly Gpu[];
  /** Of each backend, after its first step; 1,500 when absent. */
  readonly limitMs?: number;
  /** Milliseconds since any moment. */
  readonly now?: () => number;
  readonly options?: StartOptions;
  /** Others than those there are, for tests; the likely fastest first. */
  readonly backends?: readonly BackendEntry[];
}

const mostSteps = 12;
const defaultLimitMs = 1_500;

/**
 * Starts the backend that runs the model at hand fastest, by a short probe on each that is here, a
 * second or two each. Where only one of them works nothing is timed: `wasm` is known to be faster
 * than `cpu`, which is tried only when no other passes. A name other than `auto` starts that one.
 *
 * The probe leaves nothing behind: its tensors are disposed, even when it fails, and it takes no
 * random number from anybody. `choice` of the result belongs into the receipt's environment.
 * @throws Failure BACKEND_UNAVAILABLE when none starts; the signal's reason when aborted
 */
export async function chooseBackend(
  name: BackendName | 'auto',
  order: ChoosingOrder,
): Promise<BackendChoice> {
  if (name !== 'auto') return startBackend(name, order.options);
  return inTurn(async () => {
    const looks = await compare(order);
    const best = rankLooks(looks);
    await startEntry(best.entry, order.options ?? {});
    return best.choice;
  });
}

async function compare(order: ChoosingOrder): Promise<readonly Look[]> {
  const { backends = everyBackend, gpus = [], options = {} } = order;
  const looks: Look[] = [];
  for (const entry of backends) {
    order.signal.throwIfAborted();
    const isSpared = entry.name === 'cpu' && looks.some(({ outcome }) => outcome === 'works');
    looks.push(
      isSpared
        ? { entry, outcome: 'not tried', reason: 'slower than any other' }
        : await lookAt(entry, { gpus, options }),
    );
  }
  if (looks.filter(({ outcome }) => outcome === 'works').length < 2) return looks;
  const probed = await probeAll(looks, order);
  return probed.some(({ stepMs }) => stepMs !== undefined) ? probed : probeLast(probed, order);
}

async function probeAll(looks: readonly Look[], order: ChoosingOrder): Promise<Look[]> {
  const probed: Look[] = [];
  for (const look of looks) {
    probed.push(look.outcome === 'works' ? await probeOn(look, order) : look);
  }
  return probed;
}

/** No backend passed: what was spared is tried after all. */
async function probeLast(looks: readonly Look[], order: ChoosingOrder): Promise<Look[]> {
  const { gpus = [], options = {} } = order;
  const again: Look[] = [];
  for (const look of looks) {
    const isSpared = look.entry.name === 'cpu' && look.outcome === 'not tried';
    again.push(isSpared ? await probeOn(await lookAt(look.entry, { gpus, options }), order) : look);
  }
  return again;
}

async function probeOn(look: Look, order: ChoosingOrder): Promise<Look> {
  const { probe, signal, limitMs = defaultLimitMs, now = () => performance.now() } = order;
  signal.throwIfAborted();
  try {
    await startEntry(look.entry, order.options ?? {});
    const { stepMs } = await withoutLeaks(() => timeSteps(probe, { now, limitMs, mostSteps }));
    return { ...look, stepMs: Math.max(0.001, Number(stepMs.toFixed(3))) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...look, outcome: 'failed', reason: messageOf(error).slice(0, 300) };
  }
}

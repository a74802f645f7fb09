import { Failure, type BackendName } from '@orangery/schemas';
import { cpu } from './backends/cpu.ts';
import { wasm } from './backends/wasm.ts';
import { tf } from './tensorflow.ts';
import type { BackendEntry, StartOptions } from './backends/backend-entry.ts';

/** What computes from now on. */
export interface BackendChoice {
  readonly name: BackendName;
  /** Why this one, a sentence. */
  readonly reason: string;
  /** Library and version: `tfjs 4.22.0`. */
  readonly library: string;
}

/** Every backend present, the one `auto` likes best first. */
const backends: readonly BackendEntry[] = [wasm, cpu];

const registered = new Set<BackendEntry>();
let latest: Promise<unknown> = Promise.resolve();

/**
 * Makes a backend compute all tensors from now on, and tries it with a small sum. `auto` takes the
 * first that works. Calls wait for each other; starting what already runs costs nothing.
 * @throws Failure BACKEND_UNAVAILABLE naming the backends that are here
 */
export async function startBackend(
  name: BackendName | 'auto',
  options: StartOptions = {},
): Promise<BackendChoice> {
  const start = latest.then(() =>
    name === 'auto' ? startFirst(options) : startNamed(name, options),
  );
  latest = start.catch(() => undefined); // the caller gets the failure; the next one starts anew
  return start;
}

async function startFirst(options: StartOptions): Promise<BackendChoice> {
  const misses: string[] = [];
  for (const entry of backends) {
    try {
      await start(entry, options);
      const passedOver = misses.length === 0 ? '' : `; passed over ${misses.join(', ')}`;
      return describeChoice(
        entry,
        `${entry.name} is the fastest here: ${entry.reason}${passedOver}`,
      );
    } catch (error) {
      misses.push(`${entry.name} (${messageOf(error)})`); // a miss is normal: the next one is tried
    }
  }
  throw new Failure('BACKEND_UNAVAILABLE', `no compute backend works here: ${misses.join(', ')}`);
}

async function startNamed(name: BackendName, options: StartOptions): Promise<BackendChoice> {
  const names = backends.map((entry) => entry.name).join(', ');
  const entry = backends.find((candidate) => candidate.name === name);
  if (!entry) {
    throw new Failure('BACKEND_UNAVAILABLE', `backend ${name} is not here; here are ${names}`, {
      hint: `Take one of ${names}, or auto.`,
    });
  }
  try {
    await start(entry, options);
  } catch (error) {
    throw new Failure(
      'BACKEND_UNAVAILABLE',
      `backend ${name} did not start: ${messageOf(error)}; here are ${names}`,
      { cause: error },
    );
  }
  return describeChoice(entry, `${name} was asked for: ${entry.reason}`);
}

/** Leaves the engine as it was when the backend does not start. */
async function start(entry: BackendEntry, options: StartOptions): Promise<void> {
  const before = tf.engine().backendName;
  if (before === entry.engineName && registered.has(entry)) return;
  if (!registered.has(entry)) {
    await entry.register(options);
    registered.add(entry);
  }
  try {
    if (!(await tf.setBackend(entry.engineName))) throw new Error(entry.refusal(options));
    probe();
  } catch (error) {
    if (before) await tf.setBackend(before);
    throw error;
  }
}

/** A sum with a known answer: a backend that loads but computes nonsense must not be taken. */
function probe(): void {
  const answer = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0]);
  if (answer !== 11) throw new Error(`1·3 + 2·4 gave ${answer} instead of 11`);
}

function describeChoice(entry: BackendEntry, reason: string): BackendChoice {
  return { name: entry.name, reason, library: `tfjs ${tf.version_core}` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

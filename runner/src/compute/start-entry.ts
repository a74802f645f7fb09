import type { BackendEntry, Registered, StartOptions } from './backends/backend-entry.ts';
import { tf } from './tensorflow.ts';

const registered = new Map<BackendEntry, Registered>();
let latest: Promise<unknown> = Promise.resolve();

/** Runs work that changes what computes when all such work before it has ended. */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = latest.then(work);
  latest = turn.catch(() => undefined); // the caller gets the failure; the next one starts anew
  return turn;
}

/**
 * Makes a backend compute all tensors from now on, tried with a small sum. Leaves the engine as it
 * was when the backend does not start. To be called in turn.
 */
export async function startEntry(entry: BackendEntry, options: StartOptions): Promise<Registered> {
  const before = tf.engine().backendName;
  const known = registered.get(entry);
  if (known !== undefined && before === entry.engineName) return known;
  try {
    const facts = known ?? (await entry.register(options));
    registered.set(entry, facts);
    if (!(await tf.setBackend(entry.engineName))) throw new Error(entry.refusal(options));
    await tryOut();
    return facts;
  } catch (error) {
    if (before) await tf.setBackend(before);
    throw error;
  }
}

/** A sum with a known answer: a backend that loads but computes nonsense must not be taken. */
async function tryOut(): Promise<void> {
  const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]));
  const [answer] = await product.data();
  product.dispose();
  if (answer !== 11) throw new Error(`1·3 + 2·4 gave ${answer} instead of 11`);
}

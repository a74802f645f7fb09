import { Failure, type BackendCandidate, type BackendName } from '@orangery/schemas';
import type { BackendEntry, Registered, StartOptions } from './backends/backend-entry.ts';
import { findBackend } from './backends/find-backend.ts';
import { backends } from './backends/index.ts';
import { messageOf, notStarted } from './not-started.ts';
import { inTurn, startEntry } from './start-entry.ts';

/** What computes from now on. */
export interface BackendChoice {
  readonly name: BackendName;
  /** Why this one, a sentence. */
  readonly reason: string;
  /** Library and version: `tfjs 4.22.0`. */
  readonly library: string;
  /** Name of the GPU that computes, when one does and it tells. */
  readonly gpu?: string;
  /** What was looked at, when the fastest was to be taken. */
  readonly choice?: readonly BackendCandidate[];
}

/** What `auto` takes where nothing is measured: always here, and it repeats bit for bit. */
const embedded: readonly BackendName[] = ['wasm', 'cpu'];

/**
 * Makes a backend compute all tensors from now on, and tries it with a small sum. `auto` takes the
 * embedded one, as nothing is measured here: `chooseBackend` takes the fastest. Calls wait for each
 * other; starting what already runs costs nothing.
 * @throws Failure BACKEND_UNAVAILABLE saying how to add it
 */
export async function startBackend(
  name: BackendName | 'auto',
  options: StartOptions = {},
): Promise<BackendChoice> {
  return inTurn(() => (name === 'auto' ? startEmbedded(options) : startNamed(name, options)));
}

async function startEmbedded(options: StartOptions): Promise<BackendChoice> {
  const misses: string[] = [];
  for (const entry of backends.filter(({ name }) => embedded.includes(name))) {
    try {
      const facts = await startEntry(entry, options);
      const passedOver = misses.length === 0 ? '' : `; passed over ${misses.join(', ')}`;
      return describeChoice(entry, facts, `${entry.name}: ${entry.reason}${passedOver}`);
    } catch (error) {
      misses.push(`${entry.name} (${messageOf(error)})`); // a miss is normal: the next one is tried
    }
  }
  throw new Failure('BACKEND_UNAVAILABLE', `no compute backend works here: ${misses.join(', ')}`);
}

async function startNamed(name: BackendName, options: StartOptions): Promise<BackendChoice> {
  const entry = findBackend(name);
  try {
    const facts = await startEntry(entry, options);
    return describeChoice(entry, facts, `${name} was asked for: ${entry.reason}`);
  } catch (cause) {
    throw notStarted(entry, cause);
  }
}

function describeChoice(entry: BackendEntry, facts: Registered, reason: string): BackendChoice {
  const { library, gpu } = facts;
  return { name: entry.name, reason, library, ...(gpu === undefined ? {} : { gpu }) };
}

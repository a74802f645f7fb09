import { Failure, type BackendCandidate } from '@orangery/schemas';
import type { BackendChoice } from './backend.ts';
import type { BackendEntry } from './backends/backend-entry.ts';
import type { Look } from './look-at-backend.ts';

export interface Ranked {
  readonly entry: BackendEntry;
  readonly choice: BackendChoice;
}

/**
 * Takes the backend of the shortest step, or the one that works where none was timed. When all failed
 * on the model the embedded one is taken: the training says better than a probe what is wrong.
 * @throws Failure BACKEND_UNAVAILABLE when none starts
 */
export function rankLooks(looks: readonly Look[]): Ranked {
  const timed = looks.filter(({ stepMs }) => stepMs !== undefined).toSorted(byStep);
  const best = timed[0] ?? looks.find(({ outcome }) => outcome === 'works') ?? embedded(looks);
  if (best?.library === undefined) {
    const misses = looks.map(({ entry, reason }) => `${entry.name} (${reason})`).join(', ');
    throw new Failure('BACKEND_UNAVAILABLE', `no compute backend works here: ${misses}`);
  }
  const rest = [...timed, ...looks.filter(({ stepMs }) => stepMs === undefined)];
  const ranked = [best, ...rest.filter((look) => look !== best)];
  const { entry, library, gpu } = best;
  const choice = {
    name: entry.name,
    reason: reasonOf(best, timed),
    library,
    ...(gpu === undefined ? {} : { gpu }),
    choice: ranked.map((look) => candidateOf(look, look === best)),
  };
  return { entry, choice };
}

function byStep(left: Look, right: Look): number {
  return left.stepMs! - right.stepMs!;
}

/** Started, but failed on the model. */
function embedded(looks: readonly Look[]): Look | undefined {
  return looks.find(({ entry, library }) => entry.packages.length === 0 && library !== undefined);
}

function reasonOf(best: Look, timed: readonly Look[]): string {
  const { name, reason } = best.entry;
  if (best.outcome === 'failed') return `${name}: the probe failed on every backend`;
  if (timed.length === 0) return `${name}: ${reason}; nothing faster is here`;
  const steps = timed.map((look) => `${look.entry.name} ${look.stepMs!.toFixed(1)} ms`).join(', ');
  return `${name} is the fastest here, a step takes: ${steps}`;
}

function candidateOf({ entry, outcome, reason, stepMs }: Look, isBest: boolean): BackendCandidate {
  return {
    backend: entry.name,
    outcome: isBest ? 'chosen' : outcome === 'works' ? 'slower' : outcome,
    reason,
    ...(stepMs === undefined ? {} : { stepMs }),
  };
}

import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';
import { nextRound } from '../../../runner/src/tuning/next-round.ts';
import { describeSpace } from '../../../runner/src/tuning/space/dimension.ts';
import type { Study } from '../../../runner/src/tuning/study.ts';

/** Optuna's TPE sampler in a Python beside this process. */
export interface Optuna {
  readonly version: string;
  /** The best score after each trial, from the same first trial as the study's. */
  bestSoFar(study: Study, score: (knobs: KnobValues) => number): Promise<number[]>;
  close(): void;
}

/** `undefined` where Python with Optuna is not here. */
export function startOptuna(python: string): Optuna | undefined {
  const asked = spawnSync(python, ['-c', 'import optuna; print(optuna.__version__)']);
  if (asked.status !== 0) return undefined;
  const program = spawn(python, [join(import.meta.dirname, 'optuna-search.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  return {
    version: String(asked.stdout).trim(),
    bestSoFar: (study, score) => search(study, score, program, lines),
    close: () => void program.stdin.end(),
  };
}

async function search(
  study: Study,
  score: (knobs: KnobValues) => number,
  program: ChildProcessByStdio<Writable, Readable, null>,
  lines: AsyncIterator<string>,
): Promise<number[]> {
  const { seed, space, trials } = study;
  const first = nextRound(study, [], { size: 1, closing: false })[0]!.knobs;
  const { order } = describeSpace(space);
  const say = (value: unknown): void => void program.stdin.write(`${JSON.stringify(value)}\n`);
  say({ seed, space, order, trials, first });
  const best: number[] = [];
  for (let trial = 1; trial <= trials; trial += 1) {
    const line = await lines.next();
    if (line.done === true) throw new Error('Optuna: expected a proposal, found the end');
    const knobs: KnobValues = JSON.parse(line.value);
    const found = score(knobs);
    say(found);
    best.push(Math.max(found, best.at(-1) ?? -Infinity));
  }
  return best;
}

import { bestTrial } from '../../../runner/src/tuning/best-trial.ts';
import type { Segment, Stopping, TrialState } from '../../../runner/src/tuning/study.ts';
import type { ReplayedTask } from './replayed-task.ts';
import { simulate, simulateWorkers, studyOf, type Outcome } from './simulate.ts';

/** What a way to stop trials comes to: one number a seed. */
export interface StoppingResult {
  readonly name: string;
  readonly scores: readonly number[];
  readonly epochs: readonly number[];
}

const ways: readonly { name: string; stopping: Stopping; workers?: number }[] = [
  { name: 'none', stopping: 'none' },
  { name: 'halving', stopping: 'halving' },
  { name: 'halving, asynchronous (ASHA), 4 workers', stopping: 'halving', workers: 4 },
  { name: 'median', stopping: 'median' },
];

/** Searches a task to the end of its trials by each way to stop, from the same first trials. */
export function compareStopping(task: ReplayedTask, seeds: number): StoppingResult[] {
  return ways.map(({ name, stopping, workers }) => {
    const ends = Array.from({ length: seeds }, (_, index) => {
      const study = studyOf(task.space, index + 1, { stopping, width: 3 });
      const run = (segment: Segment): Outcome => replay(task, segment);
      return workers === undefined
        ? simulate(study, run).at(-1)!
        : simulateWorkers(study, run, workers);
    });
    return {
      name,
      scores: ends.map((trials) => bestTrial(trials)!.score!),
      epochs: ends.map((trials) => trials.reduce((sum, { epochs }) => sum + epochs, 0)),
    };
  });
}

function replay(task: ReplayedTask, { knobs, until }: Segment): Outcome {
  const { scores, ofEpochs, status } = task.nearest(knobs);
  const wanted = Math.max(1, Math.round(until * ofEpochs));
  const curve: TrialState['curve'] = scores
    .slice(0, wanted)
    .map((score, index) => ({ epoch: index + 1, score }));
  const isEnded = wanted >= ofEpochs || wanted > scores.length;
  return {
    status: isEnded ? status : 'paused',
    epochs: curve.length,
    ofEpochs,
    curve,
    score: Math.max(...curve.map(({ score }) => score)),
  };
}

import { formatBytes, type RecordLog, type TrainingRequest } from '@orangery/schemas';
import { latestJobs, latestUsage } from '../records/usage.ts';
import { minutesOf } from './make-request.ts';

/** What a training will take, from its limits, its data's size and what others of the module took. */
export interface Price {
  /** Reserved: it cannot take more. */
  readonly mostMinutes: number;
  /** Of ended trainings of the module, in order of time; at most ten. */
  readonly earlierMinutes: readonly number[];
  /** Null while no first fetch has counted it. */
  readonly datasetBytes: number | null;
}

export function priceOf(request: TrainingRequest, log: RecordLog, machines = 1): Price {
  const usage = latestUsage(log);
  const earlier = [...latestJobs(log).values()]
    .filter(({ verb, module, state }) => {
      return verb === 'retrain' && module.id === request.module.id && state === 'done';
    })
    .map(({ job }) => usage.get(job))
    .filter((line) => line?.kind === 'settled')
    .map((line) => line!.gpuMinutes);
  const bytes = request.dataset.map((link) => link.bytes);
  return {
    mostMinutes: minutesOf(request, machines),
    earlierMinutes: earlier.slice(-10),
    datasetBytes: bytes.every((count) => count !== undefined)
      ? bytes.reduce((sum, count) => sum + count, 0)
      : null,
  };
}

/** The price in a sentence. */
export function describePrice({ mostMinutes, earlierMinutes, datasetBytes }: Price): string {
  const size =
    datasetBytes === null
      ? 'How large the data is shows when it is fetched'
      : `The data has ${formatBytes(datasetBytes)}`;
  const sorted = [...earlierMinutes].sort((a, b) => a - b);
  const history =
    sorted.length === 0
      ? 'nobody has retrained this module here yet'
      : `the last ${sorted.length} trainings of this module took ${range(sorted)}`;
  return `At most ${count(mostMinutes)} of a machine; ${history}. ${size}.`;
}

function range(sorted: readonly number[]): string {
  const [least, most] = [round(sorted[0]!), round(sorted.at(-1)!)];
  return least === most ? count(least) : `${least} to ${count(most)}`;
}

function count(minutes: number): string {
  return `${round(minutes)} ${round(minutes) === 1 ? 'minute' : 'minutes'}`;
}

function round(minutes: number): number {
  return minutes < 10 ? Number(minutes.toFixed(1)) : Math.round(minutes);
}

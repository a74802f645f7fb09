import type { StudyRecord } from '@orangery/schemas';
import type { Clock } from '../budget.ts';
import type { PreparedTraining } from '../prepare-training.ts';
import { writeStudy } from './study-folder.ts';

export interface TimeToKeep {
  readonly prepared: PreparedTraining;
  readonly run: string;
  readonly folder: string;
  readonly clock: Clock;
  /** Seconds of the clock that are counted elsewhere. */
  readonly elsewhere?: number;
}

export interface KeptTime {
  /** When the run began, in its first sitting. */
  readonly startedAt: string;
  /** Writes down the time used so far. */
  readonly note: () => Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 5_000;

/** Keeps in the study how much of the budget is used, so that a killed run cannot use it twice. */
export async function keepTime(order: TimeToKeep): Promise<KeptTime> {
  const { prepared, run, folder, clock, elsewhere = 0 } = order;
  const { request, backend, resumed } = prepared;
  const startedAt = resumed?.startedAt ?? new Date(clock.startedAt).toISOString();
  const study: StudyRecord = {
    ...{ schema: 'study/1', run, order: prepared.order, request, startedAt, secondsUsed: 0 },
    backend: backend.name,
  };
  const note = (): Promise<void> =>
    writeStudy(folder, { ...study, secondsUsed: clock.secondsUsed() - elsewhere });
  await note();
  let latest: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    latest = latest.then(note).catch(() => {}); // the next note tells of a full disk
  }, everyMs);
  timer.unref();
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await latest;
  };
  return { startedAt, note, stop };
}

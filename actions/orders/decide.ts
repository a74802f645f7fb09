import type { Decision as DecisionLine, JobState, UsageLine } from '@orangery/schemas';
import { authorise, type Authorise, type Decision } from '../access/authorise.ts';
import { gpusOf } from '../requests/make-request.ts';
import { appendRecords, type RecordLine } from '../records/append-records.ts';
import { latestJobs } from '../records/usage.ts';
import type { Control } from './control.ts';
import type { Gathered } from './gather.ts';
import type { Work } from './prepared.ts';

/** What was decided of an order. */
export interface Decided {
  readonly decision: Decision;
  /** What is to be done; null when refused. */
  readonly work: Work | null;
}

/**
 * Decides an order by `authorise`, and writes the decision into the records together with the machine
 * time it reserves: one step, so that two orders never get the same minutes. The same event again
 * reserves nothing again.
 * @throws Failure GITHUB_FAILED when it cannot be written: then nothing may be done
 */
export async function decide(
  control: Control,
  gathered: Gathered,
  judge: Authorise = authorise,
): Promise<Decided> {
  let decided: Decided | undefined;
  await appendRecords(control.catalogue, control.clock, (log) => {
    const decision = judge(gathered.question(log));
    const work = decision.isAllowed ? gathered.work(log) : null;
    decided = { decision, work };
    const at = new Date(control.clock.now()).toISOString();
    const lines: RecordLine[] = [decisionLine(gathered, decided, at)];
    if (work !== null && !latestJobs(log).has(jobOf(work))) {
      lines.push(...reservation(gathered, work, at));
    }
    return lines;
  });
  return decided!;
}

function jobOf(work: Work): string {
  return work.kind === 'training' || work.kind === 'benchmark' ? work.job : '';
}

function decisionLine(
  { asker, order, source }: Gathered,
  { decision, work }: Decided,
  at: string,
): DecisionLine {
  const missing = decision.conditions.filter(({ isMet }) => !isMet).map(({ name }) => name);
  return {
    ...{ schema: 'decision/1', at, actor: asker.login, actorId: asker.id },
    ...{ verb: order.verb, subject: subjectName(work, order), source },
    isAllowed: decision.isAllowed,
    ...(missing.length > 0 && { missing }),
  };
}

/** What it is asked of, without anything private. */
function subjectName(work: Work | null, order: Gathered['order']): string {
  if (order.verb === 'retrain') return order.training.module;
  if (order.verb === 'benchmark') return order.module;
  if ('name' in order) return order.name;
  if (work?.kind === 'merge') return `#${work.pull.number}`;
  if (work?.kind === 'cancel') return work.job.job;
  return order.verb;
}

/** The lines that hold machine time for a job; none for other work. */
function reservation({ asker, team }: Gathered, work: Work, at: string): RecordLine[] {
  if (work.kind !== 'training' && work.kind !== 'benchmark') return [];
  const minutes = work.kind === 'training' ? work.price.mostMinutes : work.minutes;
  const module = work.kind === 'training' ? work.request.module : work.module;
  const who = { at, job: work.job, team, asker: asker.login, askerId: asker.id };
  const usage: UsageLine = {
    schema: 'usage/1',
    ...who,
    kind: 'reserved',
    gpuMinutes: minutes,
  };
  const state: JobState = {
    schema: 'job-state/1',
    ...who,
    verb: work.kind === 'training' ? 'retrain' : 'benchmark',
    module,
    ...(work.kind === 'training' && { child: work.child, gpus: gpusOf(work.request) }),
    state: 'queued',
  };
  return [usage, state];
}

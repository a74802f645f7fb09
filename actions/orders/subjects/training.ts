import { linkProblem } from '@orangery/runner/dataset-link';
import type { RecordLog } from '@orangery/schemas';
import type { TrainingSubject } from '../../access/question.ts';
import { budgetOf, datasetHostsOf } from '../../access/roles.ts';
import type { AskedTraining } from '../../commands/order.ts';
import { makeRequest, minutesOf } from '../../requests/make-request.ts';
import { priceOf } from '../../requests/price.ts';
import { latestJobs } from '../../records/usage.ts';
import { payerOf } from '../asker.ts';
import { readBaseModule, trainingProblem } from '../base-module.ts';
import type { Prepared } from '../prepared.ts';
import type { Asking } from '../prepare.ts';

/**
 * What a training is judged by.
 * @throws Failure GITHUB_FAILED
 */
export async function prepareTraining(asked: AskedTraining, asking: Asking): Promise<Prepared> {
  const { control, base, heard } = asking;
  const { catalogue } = control;
  const found = await readBaseModule(catalogue, asked.module, base);
  const number = heard.place?.number ?? heard.source.replace(/\D+/g, '');
  const child = asked.child ?? `${asked.module.slice(0, 50)}-${number}`;
  const job = `retrain-${child}-${heard.source}`;
  const holders = await findHolders(asking, child, job);
  const own = isRequest(heard) ? heard.place?.number : undefined;
  const { isPrivate } = await catalogue.getRepository();
  const problem = trainingProblem(asked.module, found);
  const front = found.kind === 'module' ? found.frontMatter : null;
  const made = front === null || problem !== null ? null : makeRequest(asked, front, child);
  const { request = null, machines = 1 } = made?.kind === 'request' ? made : {};
  const links = [...(request?.dataset ?? []), ...(request?.validation ?? [])];
  return {
    subject: (log) => ({
      kind: 'training',
      module: asked.module,
      moduleProblem: problem ?? (made?.kind === 'mistake' ? made.because : null),
      child,
      childTakenBy: takenBy(holders, log, { child, job, own }),
      linkProblems: linkProblems(links, asking),
      showsPrivateLink:
        !isPrivate &&
        asked.visibility === 'private' &&
        [...asked.dataset, ...asked.validation].some((link) => !link.startsWith('secret:')),
      datasetBytes: links.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
      time: timeOf(log, asking, request === null ? 0 : minutesOf(request, machines), job),
    }),
    work: (log) =>
      request && {
        ...{ kind: 'training', job, base, child, request, machines },
        price: priceOf(request, log, machines),
        ...limitsOf(asking),
      },
  };
}

/** Whether a pull request itself asks, not somebody in a comment on it. */
function isRequest({ place }: Asking['heard']): boolean {
  return place?.isPullRequest === true && place.comment === undefined;
}

/** Machine time of a job; what it has itself reserved already does not stand in its way. */
export function timeOf(
  log: RecordLog,
  { heard, roles, control }: Asking,
  minutes: number,
  job: string,
): TrainingSubject['time'] {
  const others = { ...log, usage: log.usage.filter((line) => line.job !== job) };
  const now = control.clock.now();
  return { minutes, payer: payerOf(heard.actor, roles, others, now) };
}

function linkProblems(
  links: readonly { readonly link: string }[],
  asking: Asking,
): readonly string[] {
  const { hosts } = limitsOf(asking);
  const secrets = new Set(links.map(({ link }) => link).filter((link) => /^secret:/.test(link)));
  const tooMany = secrets.size > 1 ? ['expected one secret at most, found several'] : [];
  return [...tooMany, ...links.flatMap(({ link }) => linkProblem(link, hosts) ?? [])];
}

function limitsOf({ access, roles }: Asking): { hosts: readonly string[]; mostBytes: number } {
  if (access.kind === 'unknown') return { hosts: [], mostBytes: 0 };
  return {
    hosts: datasetHostsOf(access.value, roles),
    mostBytes: budgetOf(access.value, roles).largestDatasetBytes,
  };
}

/** Who holds a name: a folder on main, else the open pull requests that have it, the first one first. */
interface Holders {
  readonly isOnMain: boolean;
  readonly pulls: readonly number[];
}

async function findHolders(
  { control, base }: Asking,
  child: string,
  job: string,
): Promise<Holders> {
  const { catalogue, bot } = control;
  const request = `modules/${child}/training/${job}.yml`;
  const entries = await catalogue.listTree(base, `modules/${child}`);
  if (entries.length > 0) return { isOnMain: true, pulls: [] };
  const pulls: number[] = [];
  for (const pull of await catalogue.listPullRequests()) {
    const files = await catalogue.listFiles(pull.number);
    const isOurs = pull.author.id === bot.id && pull.head.repository === catalogue.repository;
    // opened for this very job, when GitHub went away before the records said so
    if (isOurs && files.some(({ path }) => path === request)) continue;
    if (files.some(({ path }) => path.startsWith(`modules/${child}/`))) pulls.push(pull.number);
  }
  return { isOnMain: false, pulls };
}

/** Who has the name before this job; a pull request that asks for it holds the name itself. */
function takenBy(
  { isOnMain, pulls }: Holders,
  log: RecordLog,
  { child, job, own }: { child: string; job: string; own: number | undefined },
): string | null {
  if (isOnMain) return `modules/${child}`;
  const jobs = latestJobs(log);
  const opened = jobs.get(job)?.pullRequest;
  const first = pulls.find((number) => number !== opened);
  if (first !== undefined && first !== own) return `pull request #${first}`;
  const other = [...jobs.values()].find((state) => {
    return (
      state.child === child && state.job !== job && ['queued', 'running'].includes(state.state)
    );
  });
  return other === undefined ? null : `the job ${other.job}`;
}

/** The branch of a training's result. */
export function trainingBranch(child: string): string {
  return `orangery/retrain/${child}`;
}

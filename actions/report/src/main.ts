import { Failure, type ValidationReport } from '@orangery/schemas';
import { findComment, keepComment } from '../../comments/keep-comment.ts';
import type { PullRequest, WorkflowRun } from '../../github/entities.ts';
import type { GitHub } from '../../github/github.ts';
import { readChanges } from '../../pull-request/read-changes.ts';
import { allProblems } from '../../validation/judge-report.ts';
import { compareClaims } from './compare-claims.ts';
import { makeSuggestions } from './make-suggestions.ts';
import { readReport } from './read-report.ts';
import { sayReport, type Heard } from './say-report.ts';
import { sayRules } from './say-rules.ts';

export interface ReportInputs {
  /** Of `workflow_run`; everything else is read from the API. */
  readonly run: number;
  /** Login of the account that our comments are by. */
  readonly bot: string;
  /** The ref the job runs at. */
  readonly ref: string;
}

export interface ReportWorld {
  readonly github: GitHub;
  readonly info: (text: string) => void;
}

const checkWorkflow = 'validate.yml';
const kind = 'report';

/**
 * Tells a pull request what its check found. The artifact decides nothing: which pull request it is, and
 * what that touches, GitHub says.
 * @throws Failure ACCESS_REFUSED on any ref but main, GITHUB_FAILED
 */
export async function main({ run: id, bot, ref }: ReportInputs, world: ReportWorld): Promise<void> {
  const { github, info } = world;
  if (ref !== 'refs/heads/main') {
    throw new Failure('ACCESS_REFUSED', `Ref: expected refs/heads/main, found ${ref}`, {
      hint: 'Only code of main may write comments.',
    });
  }
  const run = await github.getRun(id);
  if (run === null || run.workflow !== checkWorkflow || run.event !== 'pull_request') {
    return info(`Run ${id} is no check of a pull request.`);
  }
  const account = await github.findAccount(bot);
  if (account === null) {
    throw new Failure('GITHUB_FAILED', `Account ${bot}: expected one, found none`);
  }
  const pulls = await findPulls(github, run);
  if (pulls.length === 0) return info(`No open pull request has the head ${run.head}.`);
  for (const pull of pulls) await tell(github, { run, pull, botId: account.id });
}

/** By head commit and the repository it lies in: the same commit may be offered from elsewhere too. */
async function findPulls(github: GitHub, run: WorkflowRun): Promise<readonly PullRequest[]> {
  const pulls = (await github.listPullRequests()).filter(({ head, base }) => {
    const isSame = head.sha === run.head && head.repository === run.headRepository;
    return isSame && head.repository !== null && base.branch === 'main';
  });
  // lists do not say how many files there are
  const whole = await Promise.all(pulls.map(({ number }) => github.getPullRequest(number)));
  return whole.filter((pull) => pull !== null);
}

interface Telling {
  readonly run: WorkflowRun;
  readonly pull: PullRequest;
  readonly botId: number;
}

async function tell(github: GitHub, { run, pull, botId }: Telling): Promise<void> {
  const base = await github.getBranch('main');
  if (base === null) throw new Failure('GITHUB_FAILED', 'Branch main: expected one, found none');
  const heard = await hear(github, { run, pull, base });
  const place = { issue: pull.number, kind, botId };
  const before = await findComment(github, place);
  const wasReviewed = before?.body.includes(reviewedMark(run)) === true;
  const body = sayReport(heard, { run, rules: await sayRules(github, pull, base) });
  const mark = `${reviewedMark(run)}\n`;
  await keepComment(github, { ...place, body: wasReviewed ? `${mark}${body}` : body });
  if (wasReviewed || heard.kind !== 'report' || heard.changes.kind !== 'modules') return;
  const isDone = await review(github, pull, heard.report);
  if (isDone) await keepComment(github, { ...place, body: `${mark}${body}` });
}

/** Hidden in our comment: for this head the suggestions were made. */
function reviewedMark({ head }: WorkflowRun): string {
  return `<!-- reviewed ${head} -->`;
}

interface Hearing {
  readonly run: WorkflowRun;
  readonly pull: PullRequest;
  /** Commit of `main`. */
  readonly base: string;
}

async function hear(github: GitHub, { run, pull, base }: Hearing): Promise<Heard> {
  const changes = await readChanges(github, pull, base);
  if (changes.kind === 'unreadable') return changes;
  const files = await github.listFiles(pull.number);
  try {
    const report = await readReport(github, run.id);
    if (report === null) return { kind: 'silent' };
    const because = compareClaims(report, { head: pull.head.sha, files, changes });
    return because === null ? { kind: 'report', report, changes } : { kind: 'refused', because };
  } catch (error) {
    const isForged =
      error instanceof Failure &&
      ['FILE_INVALID', 'RECORD_UNKNOWN', 'DOWNLOAD_TOO_LARGE'].includes(error.code);
    if (!isForged) throw error;
    return { kind: 'refused', because: error.message.split('\n')[0]! };
  }
}

async function review(
  github: GitHub,
  pull: PullRequest,
  report: ValidationReport,
): Promise<boolean> {
  const comments = makeSuggestions(allProblems(report), await github.listFiles(pull.number));
  if (comments.length === 0) return false;
  const body = 'A click mends each of these.';
  await github.createReview(pull.number, { head: pull.head.sha, body, comments });
  return true;
}

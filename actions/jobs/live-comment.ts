import { learn } from '../access/known.ts';
import { keepComment } from '../comments/keep-comment.ts';
import type { GitHub } from '../github/github.ts';
import { jobComment } from './job-comment.ts';
import type { JobView } from './job-view.ts';

const leastPauseMs = 60_000;

/** The comment of a job while it runs. */
export interface LiveComment {
  /** Shows the view: at once when the last time was a minute ago, else with the next one. */
  show(view: JobView): void;
  /** Waits for what is being written, and writes the last view. */
  close(): Promise<void>;
}

/**
 * Keeps the comment of a job, at most once a minute. A comment that cannot be written, because the token
 * has expired or GitHub is away, never stops the work: the last job of the run tells the end.
 */
export function createLiveComment(
  github: GitHub,
  { pullRequest, botId, now, warn }: LiveCommentOrder,
): LiveComment {
  let latest: JobView | undefined;
  let writtenAt = -Infinity;
  let writing: Promise<void> = Promise.resolve();
  const write = async (view: JobView): Promise<void> => {
    const updatedAt = new Date(now()).toISOString();
    const body = jobComment({ ...view, updatedAt });
    const done = await learn(() => {
      return keepComment(github, { issue: pullRequest, kind: 'job', botId, body });
    });
    if (done.kind === 'unknown') warn(`The comment was not written: ${done.because}`);
  };
  const writeLatest = (): void => {
    const view = latest;
    if (view === undefined) return;
    latest = undefined;
    writtenAt = now();
    writing = writing.then(() => write(view));
  };
  return {
    show: (view) => {
      latest = view;
      if (now() - writtenAt >= leastPauseMs) writeLatest();
    },
    close: async () => {
      writeLatest();
      await writing;
    },
  };
}

export interface LiveCommentOrder {
  readonly pullRequest: number;
  readonly botId: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

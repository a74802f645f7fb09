import { Failure, type RecordLog, type Records } from '@orangery/schemas';
import type { LoggedName } from '@orangery/schemas';
import type { GitHub } from '../github/github.ts';
import { readRecords, recordsBranch, type Ledger } from './read-records.ts';

export type RecordLine = { readonly [Name in LoggedName]: Records[Name] }[LoggedName];

/** Clock and rest between tries. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const mostTries = 12;

/**
 * Appends lines that depend on what is there, as one step: when somebody else has appended meanwhile,
 * they are made anew from what is there then. So two who both see the last minutes of a budget do
 * not both get them.
 * @param make gives the lines for what is there, and is called again after a lost race; none: nothing is written
 * @throws Failure GITHUB_FAILED when others were faster twelve times
 */
export async function appendRecords(
  github: GitHub,
  clock: Clock,
  make: (log: RecordLog) => readonly RecordLine[],
): Promise<void> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const ledger = await readRecords(github);
    const lines = make(ledger.log);
    if (lines.length === 0) return;
    if (await push(github, ledger, lines)) return;
    await clock.pause(Math.random() * 100 * 2 ** Math.min(attempt, 6));
  }
  throw new Failure(
    'GITHUB_FAILED',
    `Appending to the branch ${recordsBranch}: lost ${mostTries} races`,
    {
      hint: 'Much is going on; try again in a minute.',
    },
  );
}

async function push(
  github: GitHub,
  { commit, months }: Ledger,
  lines: readonly RecordLine[],
): Promise<boolean> {
  const files: Record<string, string> = {};
  for (const line of lines) {
    const file = `${line.at.slice(0, 7)}.ndjson`;
    files[file] = `${files[file] ?? months.get(file) ?? ''}${JSON.stringify(line)}\n`;
  }
  const message = `records: ${lines.map(({ schema }) => schema.split('/')[0]).join(', ')}`;
  const next = await github.createCommit({ parent: commit, message, files });
  if (commit === null) return github.createBranch(recordsBranch, next);
  return github.moveBranch(recordsBranch, next);
}

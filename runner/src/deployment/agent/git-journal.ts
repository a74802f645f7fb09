import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, parseRecord } from '@orangery/schemas';
import type { Journal } from '../host/journal.ts';
import { git, gitSays, type GitOptions } from './git.ts';

export interface GitJournalOptions extends GitOptions {
  readonly remote: string;
  /** Lines that are not on the remote yet. */
  readonly spool: string;
}

export interface GitJournal extends Journal {
  /** Pushes what has been appended since; one after the other. @throws Failure when it cannot; nothing is lost */
  flush(): Promise<void>;
}

const branch = 'records';
const local = 'refs/orangery/records';
const mostTries = 12;
const identity = ['-c', 'user.name=orangery agent', '-c', 'user.email=agent@orangery.invalid'];

/** Records on the branch `records` of the remote; those that could not be pushed wait in a file. */
export function gitJournal(options: GitJournalOptions): GitJournal {
  const { spool } = options;
  return {
    append: async (line) => {
      const checked = parseRecord('deploymentState', line, 'a deployment record');
      await mkdir(dirname(spool), { recursive: true });
      await appendFile(spool, `${JSON.stringify(checked)}\n`);
    },
    flush: async () => flush(options),
  };
}

/** Lines are taken out of the spool when they are on the remote, and not before. */
async function flush(options: GitJournalOptions): Promise<void> {
  const { spool } = options;
  // nothing was appended yet
  const text = await readFile(spool, 'utf8').catch(() => '');
  if (text === '') return;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    if (await push(text, options)) {
      const now = await readFile(spool, 'utf8');
      await writeFile(`${spool}.tmp`, now.slice(text.length));
      await rename(`${spool}.tmp`, spool);
      return;
    }
    await pause(Math.random() * 100 * 2 ** Math.min(attempt, 6), undefined, {
      signal: options.world.signal,
    });
  }
  throw new Failure('COMMAND_FAILED', `Pushing records: others were faster ${mostTries} times`, {
    hint: 'They are kept, and pushed at the next look.',
  });
}

/** @returns false when somebody else has pushed meanwhile */
async function push(lines: string, options: GitJournalOptions): Promise<boolean> {
  const { remote } = options;
  const isThere = await gitSays(
    ['fetch', '--quiet', '--no-tags', remote, `+refs/heads/${branch}:${local}`],
    options,
  );
  const parent = isThere ? await git(['rev-parse', local], options) : null;
  const commit = await commitLines(lines, parent, options);
  const expected = `--force-with-lease=refs/heads/${branch}:${parent ?? ''}`;
  return gitSays(['push', '--quiet', expected, remote, `${commit}:refs/heads/${branch}`], options);
}

/** A commit that adds lines to the files of their months, made without a working tree. */
async function commitLines(
  lines: string,
  parent: string | null,
  options: GitJournalOptions,
): Promise<string> {
  const index = join(dirname(options.spool), `index-${randomBytes(4).toString('hex')}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    if (parent !== null) await git(['read-tree', parent], options, env);
    for (const [month, added] of byMonth(lines)) {
      const file = `${month}.ndjson`;
      const before = parent === null ? '' : await readAt(parent, file, options);
      const path = `${index}.ndjson`;
      await writeFile(path, before + added);
      const blob = await git(['hash-object', '-w', '--', path], options);
      await rm(path);
      await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`], options, env);
    }
    const tree = await git(['write-tree'], options, env);
    const parents = parent === null ? [] : ['-p', parent];
    const message = ['-m', 'records: deployment-state'];
    return await git([...identity, 'commit-tree', tree, ...parents, ...message], options);
  } finally {
    await rm(index, { force: true });
  }
}

function byMonth(lines: string): ReadonlyMap<string, string> {
  const months = new Map<string, string>();
  for (const line of lines.split('\n').filter((one) => one !== '')) {
    const { at } = parseRecord('deploymentState', JSON.parse(line), 'the spool of records');
    const month = at.slice(0, 7);
    months.set(month, `${months.get(month) ?? ''}${line}\n`);
  }
  return months;
}

async function readAt(commit: string, file: string, options: GitOptions): Promise<string> {
  if (!(await gitSays(['cat-file', '-e', `${commit}:${file}`], options))) return '';
  const text = await git(['show', `${commit}:${file}`], options);
  return text === '' ? '' : `${text}\n`;
}

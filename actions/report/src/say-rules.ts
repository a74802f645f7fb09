import { Failure, type Access } from '@orangery/schemas';
import { compareAccess } from '../../access/compare-access.ts';
import { accessPath, parseAccess, readAccess } from '../../access/read-access.ts';
import { codeSpan } from '../../comments/code-span.ts';
import { escapeMarkdown } from '../../comments/escape-markdown.ts';
import type { PullRequest } from '../../github/entities.ts';
import type { GitHub } from '../../github/github.ts';
import { foreseeRefusals } from '../../organisation/foresee-refusals.ts';

const largestBytes = 64 * 1024;
const mostRows = 100;

/**
 * Says in Markdown what a pull request changes in the rules of who may do what; empty where it does not touch
 * them. Both files are read as data from GitHub: no word of it is the contribution's own, and no secret is
 * needed, so that the organisation itself is not looked at.
 * @throws Failure GITHUB_FAILED
 */
export async function sayRules(github: GitHub, pull: PullRequest, base: string): Promise<string> {
  const files = await github.listFiles(pull.number);
  const isTouched = files.some(({ path, previousPath }) =>
    [path, previousPath].includes(accessPath),
  );
  if (!isTouched) return '';
  const head = `### What it changes in ${codeSpan(accessPath)}\n\n`;
  try {
    const before = await readAccess(github, base);
    const after = await readContributed(github, pull.head.sha);
    return `${head}${sayChanges(before, after)}`;
  } catch (error) {
    const isOfFiles =
      error instanceof Failure && ['FILE_INVALID', 'FILE_MISSING'].includes(error.code);
    if (!isOfFiles) throw error;
    const said = error.message
      .split('\n')
      .slice(0, 5)
      .map((line) => escapeMarkdown(line));
    return `${head}It cannot be applied:\n\n${said.map((line) => `- ❌ ${line}`).join('\n')}`;
  }
}

/** Neither a link nor a program nor more than rules need is looked into. */
async function readContributed(github: GitHub, commit: string): Promise<Access> {
  const entries = await github.listTree(commit, '.github', { isShallow: true });
  const entry = entries.find(({ path }) => path === accessPath);
  if (entry === undefined) {
    throw new Failure('FILE_MISSING', `${accessPath}: expected the rules, found no file`);
  }
  const { mode, sizeBytes = 0, sha } = entry;
  if (mode !== '100644' || sizeBytes > largestBytes) {
    const found = `mode ${mode}, ${sizeBytes} bytes`;
    const expected = `a plain file of at most ${largestBytes} bytes`;
    throw new Failure('FILE_INVALID', `${accessPath}: expected ${expected}, found ${found}`);
  }
  return parseAccess((await github.readBlob(sha)).toString('utf8'));
}

function sayChanges(before: Access, after: Access): string {
  const changes = compareAccess(before, after);
  const rows = changes.slice(0, mostRows).map(({ sign, place, change }) => {
    return `| ${codeSpan(sign)} | ${escapeMarkdown(place)} | ${escapeMarkdown(change)} |`;
  });
  const rest = changes.length - rows.length;
  const table = ['| | who | what |', '| --- | --- | --- |', ...rows].join('\n');
  const { refusals, unlisted } = foreseeRefusals(before, after);
  const teams = unlisted.map((team) => codeSpan(team)).join(', ');
  return [
    changes.length === 0 ? 'Nobody gains or loses anything.' : table,
    ...(rest > 0 ? [`And ${rest} more.`] : []),
    ...(refusals.length > 0 ? [sayRefusals(refusals)] : []),
    ...(unlisted.length > 0
      ? [
          `Who is in ${teams} stands on GitHub alone: whether the guards let it be applied shows then.`,
        ]
      : []),
    'By this file against that of `main` now. How the organisation itself differs, `orangery access plan` says.',
  ].join('\n\n');
}

function sayRefusals(refusals: readonly string[]): string {
  const lines = refusals.map((refusal) => `- ❌ ${escapeMarkdown(refusal)}`);
  return `**Once merged it is not applied:**\n\n${lines.join('\n')}`;
}

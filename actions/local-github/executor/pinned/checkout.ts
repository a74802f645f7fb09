import { join, normalize } from 'node:path';
import { Failure } from '@orangery/schemas';
import { fieldAt, textAt, toJson, type Json } from '../json.ts';
import { askForge } from './ask-forge.ts';
import { commitToGit, type GitOrder } from './commit-to-git.ts';
import { optional, type PinnedAction, type PinnedCall } from './pinned-action.ts';
import { clearFolder, writeCommitFiles } from './write-commit-files.ts';

/** Writes the files of a commit into the workspace; the token must be able to read them. */
export const checkout: PinnedAction = {
  inputs: {
    repository: optional('${{ github.repository }}'),
    ref: optional(),
    token: optional('${{ github.token }}'),
    'ssh-key': optional(),
    'ssh-known-hosts': optional(),
    'ssh-strict': optional('true'),
    'ssh-user': optional('git'),
    'persist-credentials': optional('true'),
    path: optional(),
    clean: optional('true'),
    filter: optional(),
    'sparse-checkout': optional(),
    'sparse-checkout-cone-mode': optional('true'),
    'fetch-depth': optional('1'),
    'fetch-tags': optional('false'),
    'show-progress': optional('true'),
    reference: optional(),
    lfs: optional('false'),
    submodules: optional('false'),
    'set-safe-directory': optional('true'),
    'github-server-url': optional(),
    'allow-unsafe-pr-checkout': optional('false'),
  },
  unsupported: [
    ...['ssh-key', 'ssh-known-hosts', 'filter', 'sparse-checkout', 'reference', 'lfs'],
    ...['submodules', 'github-server-url', 'allow-unsafe-pr-checkout', 'clean'],
  ],
  run: checkOut,
};

async function checkOut(call: PinnedCall): Promise<void> {
  const { inputs, outputs, session } = call;
  const repository = inputs['repository'] ?? '';
  const commit = await resolveCommit(call, repository);
  refuseForkAfterRun(call, repository, commit);
  const files = await session.forge.readFiles(repository, commit);
  const { workspace } = session.folders;
  const folder = normalize(inputs['path'] || '.')
    .replace(/\/$/, '')
    .replace(/^\.$/, '');
  await clearFolder(workspace, folder);
  await writeCommitFiles(workspace, folder, files);
  const token = inputs['persist-credentials'] === 'true' ? (inputs['token'] ?? '') : null;
  const isWhole = inputs['fetch-depth'] === '0';
  const whole = isWhole ? await readWhole(call, repository, commit) : undefined;
  await commitToGit(call, { ...{ folder: join(workspace, folder), commit, token }, ...whole });
  session.log.write(`Checked out ${repository} at ${commit}: ${files.length} files`);
  Object.assign(outputs, { ref: inputs['ref'] ?? '', commit });
}

/** The history; of the branches only the default one has its name, `origin/main`. */
async function readWhole(
  call: PinnedCall,
  repository: string,
  commit: string,
): Promise<Pick<GitOrder, 'history' | 'branch'>> {
  const history = call.session.forge.readHistory?.(repository, commit);
  if (history === undefined) return {};
  const name = await defaultBranch(call, repository);
  const tip = await askCommit(call, repository, `heads/${name}`);
  return { history, branch: { name, commit: tip } };
}

/** Since version 7: a run that follows another one has secrets, a fork's code must not meet them. */
function refuseForkAfterRun({ session }: PinnedCall, repository: string, commit: string): void {
  const { event } = session;
  if (event.name !== 'workflow_run') return;
  const followed = fieldAt(toJson(event.payload), 'workflow_run');
  const head = textAt(followed, 'head_repository', 'full_name');
  const isFork = head.toLowerCase() !== event.repository.toLowerCase();
  if (!isFork || (commit !== textAt(followed, 'head_sha') && repository !== head)) return;
  const message = `actions/checkout refuses ${commit}: it is the code of the fork ${head || '(deleted)'}`;
  throw new Failure('ACCESS_REFUSED', message, { hint: 'Read the report of the run as data.' });
}

/** By the REST interface, so that a token which may not read is refused as on GitHub. */
async function resolveCommit(call: PinnedCall, repository: string): Promise<string> {
  const { inputs, session } = call;
  const isOwn = repository.toLowerCase() === session.event.repository.toLowerCase();
  const ref = inputs['ref'] || (isOwn ? session.event.sha : await defaultBranch(call, repository));
  return askCommit(call, repository, ref.replace(/^refs\//, ''));
}

async function askCommit(call: PinnedCall, repository: string, ref: string): Promise<string> {
  const path = ref.split('/').map(encodeURIComponent).join('/');
  const token = call.inputs['token'] ?? '';
  return textAt(await askForge(call, `/repos/${repository}/commits/${path}`, token), 'sha');
}

async function defaultBranch(call: PinnedCall, repository: string): Promise<string> {
  const answer: Json = await askForge(call, `/repos/${repository}`, call.inputs['token'] ?? '');
  return textAt(answer, 'default_branch');
}

import { runCommand } from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';

interface Named {
  readonly id: string;
  readonly version: string | undefined;
  readonly commit: string | undefined;
}

/**
 * A module as it is committed: at the commit that was named, else the latest one.
 * @throws Failure DEPLOYMENT_UNKNOWN, DEPLOYMENT_REFUSED when it has another version there
 */
export async function committedVersion(
  { id, version, commit }: Named,
  context: Context,
): Promise<{ readonly module: string; readonly commit: string }> {
  const root = await findRoot(context.cwd);
  const full = await git(['rev-parse', '--verify', `${commit ?? 'HEAD'}^{commit}`], root, context);
  const path = `modules/${id}/module.md`;
  if (full === null) throw unknown(`commit ${commit ?? 'HEAD'}`, root);
  const text = await git(['show', `${full}:${path}`], root, context);
  if (text === null) throw unknown(`${path} at commit ${full.slice(0, 12)}`, root);
  const found = /^version: *["']?([^\s"']+)/m.exec(text)?.[1];
  if (found !== undefined && (version === undefined || version === found)) {
    await warnOfChanges(id, commit, root, context);
    return { module: `${id}@${found}`, commit: full };
  }
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `${id}: expected version ${version ?? 'of some kind'} at commit ${full.slice(0, 12)}, found ${found ?? 'none'}`,
    { hint: 'Name the commit of that version: --commit <commit>.' },
  );
}

/** What lies in the folder and is not committed is not deployed. */
async function warnOfChanges(
  id: string,
  commit: string | undefined,
  root: string,
  context: Context,
): Promise<void> {
  if (commit !== undefined) return;
  const changes = await git(['status', '--porcelain', '--', `modules/${id}`], root, context);
  if (changes === null || changes === '') return;
  context.terminal.note(`modules/${id} has changes that are not committed: they are not deployed.`);
}

async function git(
  args: readonly string[],
  cwd: string,
  { env, signal }: Context,
): Promise<string | null> {
  const options = { cwd, signal, timeoutMs: 30_000, env: { PATH: env.PATH, HOME: env.HOME } };
  try {
    return (await runCommand('git', args, options)).stdout;
  } catch (error) {
    if (signal.aborted) throw error;
    // git says no
    return null;
  }
}

function unknown(what: string, root: string): Failure {
  return new Failure('DEPLOYMENT_UNKNOWN', `${root}: expected ${what}, found none`, {
    hint: 'Commit it first; in a shallow clone, git fetch --unshallow brings what is older.',
  });
}

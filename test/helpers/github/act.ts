import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isProgram } from '../find-program.ts';

const run = promisify(execFile);
const version = 'v0.2.89';
const root = join(import.meta.dirname, '..', '..', '..');

/** Go on this machine; undefined with a loud word where there is none, for nothing of ours needs it. */
export function findGo(): string | undefined {
  const folders = ['/usr/local/go/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, 'go')).find(isProgram);
  if (found === undefined) console.warn('go is not on PATH: act does not look at the workflows');
  return found;
}

export interface Act {
  /** Never fails by itself: what it printed, and how it ended. */
  run(
    folder: string,
    args: readonly string[],
  ): Promise<{ readonly code: number; readonly log: string }>;
  remove(): Promise<void>;
}

/** Builds act (https://github.com/nektos/act) from Go's module registry, for this run alone. */
export async function installAct(go: string): Promise<Act> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-act-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await run(go, ['install', `github.com/nektos/act@${version}`], {
      env: { ...process.env, GOBIN: folder, PATH: `${dirname(go)}:${process.env.PATH}` },
      timeout: 560_000,
    });
  } catch (error) {
    await remove();
    throw error;
  }
  // it asks for an image on its first start where it finds no settings, and keeps what it fetched
  const home = join(folder, 'home');
  await mkdir(home);
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'cache') };
  return {
    run: async (cwd, args) => {
      const options = { cwd, env, timeout: 120_000, maxBuffer: 1 << 26 };
      return run(join(folder, 'act'), [...args], options).then(
        ({ stdout, stderr }) => ({ code: 0, log: stdout + stderr }),
        (error: unknown) => {
          const { code, stdout, stderr } = Object(error);
          return { code: Number(code), log: `${stdout}${stderr}` };
        },
      );
    },
    remove,
  };
}

/** What stands in for the pinned actions, which lie on GitHub: files of the checkout, and a token. */
export async function standIns(folder: string, token: string): Promise<readonly string[]> {
  const checkout = 'cp -r "$ORANGERY_TEST_SOURCE"/. .';
  const actions = {
    checkout: {
      inputs: { ref: { description: 'Ref' }, 'persist-credentials': { description: 'Keep' } },
      runs: { using: 'composite', steps: [{ shell: 'bash', run: checkout }] },
    },
    'create-github-app-token': {
      outputs: {
        token: { description: 'Token', value: token },
        'app-slug': { description: 'Name', value: 'orangery' },
      },
      runs: { using: 'composite', steps: [{ shell: 'bash', run: 'echo a token' }] },
    },
  };
  for (const [name, action] of Object.entries(actions)) {
    await mkdir(join(folder, name), { recursive: true });
    const text = JSON.stringify({ name, description: 'Stands in', ...action });
    await writeFile(join(folder, name, 'action.yml'), text);
  }
  return Object.keys(actions);
}

/** A clone of what a hosted job sees: workflows and actions of this checkout, on a branch. */
export async function workflowsOnBranch(folder: string, branch: string): Promise<void> {
  for (const path of ['.github', 'actions/command', 'actions/dist']) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
  const git = (...args: readonly string[]) => run('git', [...args], { cwd: folder });
  await git('init', '--quiet', `--initial-branch=${branch}`, '.');
  await git('add', '--all');
  const author = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org'];
  await git(...author, 'commit', '--quiet', '--message', 'first');
  await git('remote', 'add', 'origin', 'https://github.com/garden/orangery');
}

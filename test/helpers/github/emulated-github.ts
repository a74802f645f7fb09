import { createEmulator } from 'emulate';
import { onTestFinished } from 'vitest';
import { createOctokitGitHub } from '../../../actions/github/octokit-github.ts';
import type { GitHub } from '../../../actions/github/github.ts';
import { freePort } from '../free-port.ts';

export interface EmulatedGitHub {
  readonly github: GitHub;
  readonly url: string;
  readonly token: string;
}

/** A stateful GitHub with one repository, `garden/orangery`, and the real client before it. */
export async function emulatedGitHub(): Promise<EmulatedGitHub> {
  const token = 'token-of-ann';
  const emulator = await createEmulator({
    service: 'github',
    port: await freePort(),
    seed: {
      tokens: { [token]: { login: 'ann', scopes: ['repo', 'user', 'admin:org'] } },
      github: {
        users: [{ login: 'ann' }, { login: 'bob' }],
        orgs: [{ login: 'garden', members: [{ login: 'ann', role: 'admin' }] }],
        repos: [{ owner: 'garden', name: 'orangery', auto_init: true }],
      },
    },
  });
  onTestFinished(() => emulator.close());
  const apiUrl = emulator.url.replace('localhost', '127.0.0.1');
  const signal = new AbortController().signal;
  const github = createOctokitGitHub({ token, repository: 'garden/orangery', apiUrl, signal });
  return { github, url: apiUrl, token };
}

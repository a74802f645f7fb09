import { createEmulator } from 'emulate';
import type { Account } from './account.ts';

/** The stateful GitHub behind ours: people, repositories, issues, comments and labels. */
export interface Emulate {
  /** Sends a request as an account; `path` has the logins emulate knows. */
  send(account: Account, request: EmulateRequest): Promise<EmulateReply>;
  close(): Promise<void>;
}

export interface EmulateRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

export interface EmulateReply {
  readonly status: number;
  readonly json: unknown;
  readonly link: string | null;
}

export interface EmulateSeed {
  /** Where the front is reached, which its answers shall name. */
  readonly url: string;
  readonly organisation: string;
  readonly accounts: readonly Account[];
  readonly repositories: readonly { name: string; isPrivate: boolean }[];
}

/** It allows 5,000 requests an hour to each token, so accounts have several in turn. */
const tokensEach = 40;
const timeoutMs = 30_000;

/**
 * Starts it on a loopback port of its own. All accounts own the organisation there: who may do what
 * is decided before a request comes to it.
 */
export async function startEmulate(seed: EmulateSeed): Promise<Emulate> {
  const people = seed.accounts.filter(({ type }) => type !== 'Organization');
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: { tokens: tokensOf(people), github: githubSeed(seed, people) },
  });
  const origin = `http://127.0.0.1:${new URL(emulator.url).port}`;
  let turn = 0;
  return {
    async send(account, { method, path, body }) {
      turn = (turn + 1) % tokensEach;
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${tokenName(account, turn)}`,
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const ours = (text: string) => text.replaceAll(emulator.url, seed.url);
      const link = response.headers.get('link')?.replaceAll(origin, seed.url) ?? null;
      return { status: response.status, json: parse(ours(await response.text())), link };
    },
    close: () => emulator.close(),
  };
}

function githubSeed(seed: EmulateSeed, people: readonly Account[]) {
  return {
    users: people.map(({ emulateLogin }) => ({ login: emulateLogin, name: emulateLogin })),
    orgs: [
      {
        login: seed.organisation,
        name: seed.organisation,
        members: people.map(({ emulateLogin }) => ({ login: emulateLogin, role: 'admin' })),
      },
    ],
    repos: seed.repositories.map(({ name, isPrivate }) => ({
      owner: seed.organisation,
      name,
      private: isPrivate,
    })),
  };
}

function tokensOf(people: readonly Account[]) {
  return Object.fromEntries(
    people.flatMap((account) =>
      Array.from({ length: tokensEach }, (_, turn) => [
        tokenName(account, turn),
        { login: account.emulateLogin },
      ]),
    ),
  );
}

function tokenName(account: Account, turn: number): string {
  return `emulate-${account.id}-${turn}`;
}

function parse(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

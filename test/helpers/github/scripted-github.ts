import type { IncomingMessage } from 'node:http';
import { createOctokitGitHub } from '../../../actions/github/octokit-github.ts';
import type { GitHub } from '../../../actions/github/github.ts';
import type { RequesterOrder } from '../../../actions/github/requests/requester.ts';
import { testServer } from '../test-server.ts';

/** One answer, for the next request or for every request of a route. */
export interface Scripted {
  readonly status?: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Received {
  /** `POST /repos/garden/orangery/issues?page=1`. */
  readonly line: string;
  readonly body: unknown;
}

export interface ScriptedGitHub {
  readonly github: GitHub;
  readonly received: readonly Received[];
  readonly url: string;
}

/** What the request gets; a list is given one by one, its last answer for ever. */
export type Script = Readonly<
  Record<string, Scripted | readonly Scripted[] | ((request: Received) => Scripted)>
>;

/**
 * A server that gives odd answers, by `METHOD /path`, and the real client before it. A path without
 * `/repos/garden/orangery` in front is meant to have it.
 */
export async function scriptedGitHub(
  script: Script,
  order: Partial<RequesterOrder> = {},
): Promise<ScriptedGitHub> {
  const received: Received[] = [];
  const counts = new Map<string, number>();
  const server = await testServer((request, response) => {
    void (async () => {
      const key = routeOf(request);
      const entry = { line: `${request.method} ${request.url}`, body: await bodyOf(request) };
      received.push(entry);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      const { status, json, bytes, headers } = pick(script[key], entry, count);
      const type = bytes === undefined ? 'application/json; charset=utf-8' : 'application/zip';
      response.writeHead(status ?? 200, { 'content-type': type, ...headers });
      response.end(bytes ?? (json === undefined ? undefined : JSON.stringify(json)));
    })();
  });
  const github = createOctokitGitHub({
    token: 'token-of-a-test',
    repository: 'garden/orangery',
    apiUrl: server.url,
    signal: new AbortController().signal,
    secondMs: 1,
    ...order,
  });
  return { github, received, url: server.url };
}

function routeOf(request: IncomingMessage): string {
  const path = decodeURIComponent((request.url ?? '').split('?')[0]!);
  return `${request.method} ${path.replace('/repos/garden/orangery', '')}`;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  if (!String(request.headers['content-type']).includes('json')) return text;
  return text === '' ? undefined : JSON.parse(text);
}

function pick(answers: Script[string] | undefined, request: Received, count: number): Scripted {
  if (answers === undefined) return { status: 404, json: { message: 'Not Found' } };
  if (typeof answers === 'function') return answers(request);
  if ('at' in answers) return answers[Math.min(count, answers.length - 1)]!;
  return answers;
}

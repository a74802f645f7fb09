import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { MemoryForge } from './memory-forge.ts';

/** Serves what steps ask a forge in memory for, to tokens that may; answers its address. */
export async function serveMemory(forge: MemoryForge): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const started = /^\/started\/(\d+)$/.exec(pathname)?.[1];
    if (started !== undefined) forge.onStarted(Number(started));
    const { status, body } = answer(forge, pathname, token);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

function answer(forge: MemoryForge, path: string, token: string): Answer {
  const { jobTokens, appTokens, revoked, commits, runs } = forge;
  const [, , , , kind, what = '', run] = path.split('/');
  const permissions = (jobTokens.get(token) ?? appTokens.get(token))?.permissions;
  if (permissions === undefined || revoked.includes(token)) return refuse(401, 'Bad credentials');
  const needed = kind === 'actions' ? 'actions' : 'contents';
  if (permissions[needed] === undefined) return refuse(403, `${needed}=read`);
  if (kind === 'commits') {
    const isBranch = what === 'main' || what === 'heads';
    const sha = isBranch ? [...commits.keys()].at(-1) : what;
    return commits.has(sha ?? '') ? { status: 200, body: { sha } } : refuse(404, 'Not Found');
  }
  const found = runs.get(Number(run));
  if (found === undefined) return refuse(404, 'Not Found');
  const artifacts = [...found.artifacts.keys()].map((name) => ({ name }));
  return { status: 200, body: { artifacts } };
}

function refuse(status: number, message: string): Answer {
  return { status, body: { message } };
}

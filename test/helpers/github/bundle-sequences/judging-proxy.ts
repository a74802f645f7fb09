import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { judgeDecisions } from '../sequences/oracle/judge-decisions.ts';
import { judgeDispatch } from '../sequences/oracle/judge-dispatch.ts';
import { judgeMerge } from '../sequences/oracle/judge-merge.ts';
import { judgeOpening } from '../sequences/oracle/judge-opening.ts';
import { judgeCancelling, judgeRepeating } from '../sequences/oracle/judge-runs.ts';
import type { World } from '../sequences/world.ts';

export interface JudgingProxy {
  readonly url: string;
  close(): Promise<void>;
}

interface Asked {
  readonly world: World;
  /** Parts of the path that the route's pattern takes out. */
  readonly parts: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

interface Judged {
  readonly route: RegExp;
  /** Whether it is wrong only if GitHub does it. */
  readonly isOnlyIfDone?: true;
  readonly judge: (asked: Asked) => string[];
}

const garden = '/repos/garden/orangery';
const machines = `${garden}-runner/actions`;

/** Every request that does something which the oracle has an opinion of. */
const table: readonly Judged[] = [
  {
    route: new RegExp(`^PUT ${garden}/pulls/(\\d+)/merge$`),
    isOnlyIfDone: true,
    judge: ({ world, parts, body }) => judgeMerge(world, Number(parts[0]), String(body['sha'])),
  },
  {
    route: new RegExp(`^POST ${garden}/actions/runs/(\\d+)/rerun$`),
    judge: ({ world, parts }) => judgeRepeating(world, Number(parts[0])),
  },
  {
    route: new RegExp(`^POST ${garden}/git/refs$`),
    judge: ({ world, body }) => {
      return body['ref'] === 'refs/heads/records' ? judgeDecisions(world, String(body['sha'])) : [];
    },
  },
  {
    route: new RegExp(`^PATCH ${garden}/git/refs/heads/records$`),
    judge: ({ world, body }) => judgeDecisions(world, String(body['sha'])),
  },
  {
    route: new RegExp(`^POST ${garden}/pulls$`),
    judge: ({ world, body }) => judgeOpening(world, String(body['head']).replace(/^.*:/, '')),
  },
  {
    route: new RegExp(`^POST ${machines}/workflows/([^/]+)/dispatches$`),
    judge: ({ world, parts, body }) => {
      const inputs = Object.entries(Object(body['inputs']));
      const texts = inputs.map(([name, value]): [string, string] => [name, String(value)]);
      return judgeDispatch(world, parts[0]!, Object.fromEntries(texts));
    },
  },
  {
    route: new RegExp(`^POST ${machines}/runs/(\\d+)/cancel$`),
    judge: ({ world, parts }) => judgeCancelling(world, Number(parts[0])),
  },
];

/** Stands before the local GitHub, lets the oracle see what we do at the moment we do it, and makes trouble. */
export async function judgingProxy(
  world: World,
  target: string,
  follow: () => Promise<void>,
): Promise<JudgingProxy> {
  const server = createServer((request, response) => {
    passOn(world, { request, target, follow })
      .then((reply) => send(response, reply))
      .catch((error: unknown) => {
        world.violations.push(`the proxy: ${String(error)}`);
        send(response, troubled(500));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${address.port}`, close };
}

interface Passed {
  readonly request: IncomingMessage;
  readonly target: string;
  readonly follow: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

async function passOn(world: World, { request, target, follow }: Passed): Promise<Reply> {
  const bytes = await buffer(request);
  const { method = 'GET', url = '/' } = request;
  world.requests += 1;
  const trouble = world.trouble?.at === world.requests ? world.trouble.kind : null;
  const found = await judge(
    world,
    `${method} ${decodeURIComponent(url.split('?')[0]!)}`,
    bytes,
    follow,
  );
  world.violations.push(...found.always);
  if (trouble === 'fails') return troubled(429);
  if (trouble === 'push') await world.pushMeanwhile?.();
  const { authorization = '', accept = '', 'content-type': type = '' } = request.headers;
  const answer = await fetch(`${target}${url}`, {
    ...{ method, redirect: 'manual' },
    headers: { authorization, accept, ...(bytes.length > 0 && { 'content-type': type }) },
    ...(bytes.length > 0 && { body: bytes }),
  });
  if (answer.ok) world.violations.push(...found.ifDone);
  const reply = new Uint8Array(await answer.arrayBuffer());
  if (trouble === 'fails after it was done') return troubled(502);
  const headers = Object.fromEntries(answer.headers);
  return { status: answer.status, headers, bytes: reply };
}

async function judge(
  world: World,
  asked: string,
  bytes: Buffer,
  follow: () => Promise<void>,
): Promise<{ readonly always: readonly string[]; readonly ifDone: readonly string[] }> {
  const row = table.find(({ route }) => route.test(asked));
  if (row === undefined) return { always: [], ifDone: [] };
  await follow();
  const body: unknown = bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : {};
  const parts = row.route.exec(asked)!.slice(1);
  const found = row.judge({ world, parts, body: Object.fromEntries(Object.entries(Object(body))) });
  return row.isOnlyIfDone ? { always: [], ifDone: found } : { always: found, ifDone: [] };
}

/** 429 is not tried again, 502 is where that is safe. */
function troubled(status: number): Reply {
  const bytes = Buffer.from(JSON.stringify({ message: 'GitHub is away' }));
  return { status, headers: { 'content-type': 'application/json' }, bytes };
}

function send(response: ServerResponse, { status, headers, bytes }: Reply): void {
  const kept = Object.entries(headers).filter(([name]) => {
    return !['transfer-encoding', 'connection', 'keep-alive', 'content-length'].includes(name);
  });
  const hasBody = bytes.length > 0;
  response.writeHead(status, {
    ...Object.fromEntries(kept),
    ...(hasBody && { 'content-length': String(bytes.length) }),
  });
  response.end(hasBody ? bytes : undefined);
}

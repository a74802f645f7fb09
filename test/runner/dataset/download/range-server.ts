import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { testServer, type TestServer } from '../../../helpers/test-server.ts';
import { testWorld, type TestWorld } from '../../../helpers/test-world.ts';

export interface RangePlan {
  readonly content: Uint8Array;
  /** A strong tag when absent; an answer of these headers otherwise. */
  readonly headers?: OutgoingHttpHeaders;
  /** After how many received bytes of their bodies the first answers' connections break. */
  readonly cuts?: readonly number[];
  /** Answers in another way than a good server does; true when it did. */
  readonly answer?: (request: RangeRequest, response: ServerResponse) => boolean;
}

export interface RangeRequest {
  readonly headers: IncomingHttpHeaders;
  /** First byte asked for. */
  readonly start: number;
  /** Counted from 0. */
  readonly index: number;
}

export interface RangeServer extends TestServer {
  readonly asked: readonly RangeRequest[];
  /** What the server does from now on. */
  plan: RangePlan;
  /** Where what was received is told, so that connections break then and not before. */
  readonly world: TestWorld;
}

interface Cut {
  readonly upTo: number;
  readonly response: ServerResponse;
}

export const tag = '"v1"';

/** Serves bytes as a good server does: with ranges, conditions and tags; breaks off where it is told. */
export async function rangeServer(plan: RangePlan): Promise<RangeServer> {
  const asked: RangeRequest[] = [];
  const server = await testServer((request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const one = { headers: request.headers, start, index: asked.length };
    asked.push(one);
    if (ranged.plan.answer?.(one, response) === true) return;
    cut = answer(ranged.plan, one, response);
  });
  let cut: Cut | undefined;
  let time = 0;
  const world = testWorld({
    // each chunk is reported
    now: () => (time += 1000),
    report: (event) => {
      const received = event.type === 'download' ? event.receivedBytes : 0;
      if (cut !== undefined && received >= cut.upTo) cut.response.destroy();
    },
  });
  const ranged = Object.assign(server, { asked, plan, world });
  return ranged;
}

function answer(
  plan: RangePlan,
  { headers, start, index }: RangeRequest,
  response: ServerResponse,
): Cut | undefined {
  const { content, cuts = [], headers: own = { etag: tag } } = plan;
  const { etag } = own;
  if (etag !== undefined && headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return undefined;
  }
  const condition = headers['if-range'];
  const isCurrent = condition === undefined || Object.values(own).includes(condition);
  const from = isCurrent ? start : 0;
  if (from > 0 && from >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return undefined;
  }
  const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` };
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': content.length - from,
    ...own,
    ...(from > 0 ? range : {}),
  });
  const length = cuts[index] ?? Infinity;
  if (from + length >= content.length) response.end(content.subarray(from));
  else if (length === 0) response.destroy();
  else response.write(content.subarray(from, from + length));
  return { upTo: from + length, response };
}

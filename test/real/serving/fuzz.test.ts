import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { familyOf, isDocumented } from '../../helpers/fuzz/documented-statuses.ts';
import { exchange, type Exchanged } from '../../helpers/fuzz/exchange.ts';
import type { FuzzedModel, FuzzedRequest } from '../../helpers/fuzz/fuzzed-request.ts';
import { fuzzedRequests } from '../../helpers/fuzz/fuzzed-requests.ts';
import { requestBytes } from '../../helpers/fuzz/request-bytes.ts';
import { describeModels } from './describe-models.ts';
import { ask, knownAnswers, type Known } from '../../helpers/known-answers.ts';
import { replacements, serve, stopServed, type Served } from './served.ts';

/** More of them: `ORANGERY_FUZZ_REQUESTS=100000`; others: `ORANGERY_FUZZ_SEED=2`. */
const total = Number(process.env['ORANGERY_FUZZ_REQUESTS'] ?? 20_000);
const seed = Number(process.env['ORANGERY_FUZZ_SEED'] ?? 20_261_121);
const portion = 1000;
/** At the same time. */
const clients = 12;
/** Longer than a request may take to arrive and to be answered. */
const timeoutMs = 150_000;

const names = [
  ...['seed-classifier', 'leaf-classifier', 'letter-sorter', 'kiosk-forecaster'],
  ...['sound-classifier', 'fruit-detector', 'ingredient-tagger', 'seed-classifier-onnx'],
];

interface Offence {
  readonly index: number;
  readonly request: FuzzedRequest;
  readonly why: string;
}

describe(`${total} requests of seed ${seed}`, () => {
  let served: Served;
  let known: readonly Known[];
  let models: readonly FuzzedModel[];
  const statuses = new Map<string, number>();
  beforeAll(async () => {
    known = await knownAnswers();
    served = await serve(...names, '--request-timeout', '60');
    models = await describeModels(served.address, names);
  });
  afterAll(stopServed);

  it(
    'are answered with documented statuses, by a server that stays well',
    { timeout: 3_600_000 },
    async () => {
      for (let first = 0; first < total; first += portion) {
        const count = Math.min(portion, total - first);
        // of their own seed, so that a portion can be tried alone
        const requests = fuzzedRequests(models, { seed: seed + first, count });
        const offences = await sendAll(requests);
        expect.soft(offences.map((offence) => describeOffence(first, offence))).toEqual([]);
        expect(replacements(served)).toEqual([]);
        expect(served.isAlive).toBe(true);
        await expectRightAnswers();
      }
      const refused = statuses.get('429') ?? 0;
      // a dozen clients fill no queue: what they leave behind must not either
      expect(refused).toBeLessThan(total / 100);
      console.log([...statuses].sort(([a], [b]) => (a < b ? -1 : 1)).join(' '));
      // else the models were not tried
      expect(statuses.get('200')).toBeGreaterThan(total / 100);
    },
  );

  async function sendAll(requests: readonly FuzzedRequest[]): Promise<readonly Offence[]> {
    const left = requests.entries();
    const offences: Offence[] = [];
    const client = async (): Promise<void> => {
      for (const [index, request] of left) {
        const isEnded = request.framing === 'too long a length';
        const found = await exchange(requestBytes(request), {
          ...{ port: served.port, isEnded, timeoutMs },
        });
        count(found);
        const why = complaint(request, found);
        if (why !== undefined) offences.push({ index, request, why });
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return offences;
  }

  function count(found: Exchanged): void {
    const kind = found.kind === 'answered' ? String(found.status) : found.kind;
    statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
  }

  async function expectRightAnswers(): Promise<void> {
    const found = await Promise.all(known.map(async (one) => ask(served.address, one)));
    expect(found.filter(({ isRight }) => !isRight)).toEqual([]);
    expect((await fetch(`${served.managementAddress}/livez`)).status).toBe(200);
  }

  function describeOffence(first: number, { index, request, why }: Offence): string {
    const { method, url, headers, body, framing } = request;
    const start = JSON.stringify(body.subarray(0, 300).toString('latin1'));
    const id = /x-request-id: (\S+)/.exec(why)?.[1];
    const logged = served.log.filter((line) => id !== undefined && line.includes(id));
    const sent = `${method} ${url.slice(0, 200)} ${JSON.stringify(headers)} (${framing})`;
    return [`${seed}+${first}, ${index}: ${sent} ${start}`, why, ...logged].join('\n');
  }
});

/** What is wrong about an answer. */
function complaint(
  { method, url, framing, body }: FuzzedRequest,
  found: Exchanged,
): string | undefined {
  if (found.kind === 'hung') return 'no answer, and no end';
  if (found.kind === 'cut') {
    // whoever sends on after a refusal may lose it
    const isRefusable = framing !== 'length' || body.length > 16_384;
    return isRefusable ? undefined : 'the connection was cut';
  }
  const told = `${found.head}\n\n${found.body.slice(0, 500)}`;
  if (!isDocumented(found.status, familyOf(method, url))) return told;
  return /\n\s+at .+:\d+:\d+|node_modules|file:\/\/.+\.ts/.test(found.body)
    ? `a stack:\n${told}`
    : undefined;
}

import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, type GoldenCase } from '@orangery/schemas';
import { fetch, FormData } from 'undici';
import { compareAnswers } from '../../inference/compare-answers.ts';
import { rawInput } from '../../inference/golden.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { shortAnswer } from '../../inference/short-answer.ts';
import type { Prediction } from '../../recipes/recipe.ts';
import type { OwnAddress } from '../slot-target.ts';

export interface GoldenOrder {
  /** The module as it was exported. */
  readonly folder: string;
  readonly own: OwnAddress;
  /** A key that is good for this test; absent where none is asked for. */
  readonly key?: string;
  readonly signal: AbortSignal;
}

const answerTimeoutMs = 60_000;
/** Until a server has read a new key; it looks every five seconds where nothing tells it. */
const keyTimeoutMs = 15_000;

/**
 * Asks a server the golden test of its module, over HTTP as anybody would.
 * @returns how many cases there were, all of which it passed
 * @throws Failure DEPLOYMENT_FAILED naming the case that differs
 */
export async function askGolden(order: GoldenOrder): Promise<number> {
  const { id, golden } = await readValidModule(order.folder);
  const cases = golden?.cases ?? [];
  for (const [index, { input, expected }] of cases.entries()) {
    const found = await askCase(`/v2/models/${id}/predict/`, input, order);
    const { isSame, difference } = compareAnswers(expected, found);
    if (isSame && difference <= golden!.tolerance) continue;
    const name = 'file' in input ? input.file : `row ${index + 1}`;
    throw new Failure(
      'DEPLOYMENT_FAILED',
      `Its golden test, ${name}: expected ${shortAnswer(expected)}, found ${found === undefined ? 'nothing' : shortAnswer(found)}`,
    );
  }
  return cases.length;
}

async function askCase(
  path: string,
  input: GoldenCase['input'],
  order: GoldenOrder,
): Promise<Prediction | undefined> {
  const until = performance.now() + keyTimeoutMs;
  for (;;) {
    const { status, text } = await post(path, input, order);
    if (status === 200) return firstPrediction(text);
    if (status !== 401 || order.key === undefined || performance.now() > until) {
      const found = `${status}: ${text.slice(0, 300)}`;
      throw new Failure('DEPLOYMENT_FAILED', `Its golden test: expected an answer, found ${found}`);
    }
    await pause(200, undefined, { signal: order.signal });
  }
}

async function post(
  path: string,
  input: GoldenCase['input'],
  { own, folder, key, signal }: GoldenOrder,
): Promise<{ readonly status: number; readonly text: string }> {
  const raw = await rawInput(folder, input);
  const headers: Record<string, string> = { ...own.headers, accept: 'application/json' };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  let body: FormData | string;
  if (raw.kind === 'file') {
    body = new FormData();
    body.append('data', new Blob([new Uint8Array(raw.bytes)]), basename(raw.name));
  } else {
    body = JSON.stringify(raw.value);
    headers['content-type'] = 'application/json';
  }
  const response = await fetch(`${own.url}${path}`, {
    ...{ method: 'POST', headers, body },
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  });
  return { status: response.status, text: await response.text() };
}

/** One input has one prediction, or a list of them of which the first is compared. */
function firstPrediction(text: string): Prediction | undefined {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null) return undefined;
  // a container that says its fields answers without a wrapper
  if (!('predictions' in answer)) return { ...answer };
  const { predictions } = answer;
  const first: unknown = Array.isArray(predictions) ? predictions[0] : predictions;
  return typeof first === 'object' && first !== null ? (first as Prediction) : undefined;
}

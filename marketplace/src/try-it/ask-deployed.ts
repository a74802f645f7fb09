import { Failure } from '@orangery/schemas';
import type { RawInput } from '@orangery/runner/browser';
import { tellProblem } from '@orangery/runner/form';
import type { Told } from './ask.ts';

export interface Deployed {
  /** Inference URL with a final slash. */
  readonly address: string;
  /** What the deployment calls the model. */
  readonly model: string;
  /** Under which name a file or value is sent. */
  readonly name: string;
  /** Whether a row is sent by the names of its values alone. */
  readonly isByName: boolean;
  /** The visitor's key; empty where none was given. */
  readonly key: string;
}

const timeoutMs = 60_000;
const mostAnswerBytes = 20_000_000;

/**
 * Asks a deployed module, in DEEPaaS form.
 * @throws Failure DOWNLOAD_FAILED with the server's words
 */
export async function askDeployed(
  raw: RawInput,
  deployed: Deployed,
  signal: AbortSignal,
): Promise<Told> {
  const { address, model, key } = deployed;
  const url = new URL(`v2/models/${encodeURIComponent(model)}/predict/`, address);
  const start = performance.now();
  const { body, type } = bodyOf(raw, deployed);
  const headers = {
    accept: 'application/json',
    ...(type && { 'content-type': type }),
    ...(key !== '' && { authorization: `Bearer ${key}` }),
  };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const order = { method: 'POST', headers, body, signal: limit, credentials: 'omit' } as const;
  const response = await fetch(url, order).catch((cause: unknown) => {
    throw refused(url, 'no answer that this page may read', cause);
  });
  const text = await response.text();
  const milliseconds = performance.now() - start;
  if (text.length > mostAnswerBytes) throw refused(url, `${text.length} characters`);
  if (!response.ok) {
    const { status } = response;
    const retryAfter = response.headers.get('retry-after');
    const requestId = response.headers.get('x-request-id');
    const told = tellProblem({ status, text, retryAfter, requestId, milliseconds });
    throw new Failure('DOWNLOAD_FAILED', told.filter((line) => line !== '').join(' '), {
      hint: `The deployment ${url.origin} answered with status ${status}.`,
    });
  }
  return { answers: answersOf(text), milliseconds, by: `${url.host}` };
}

function bodyOf(raw: RawInput, { name, isByName }: Deployed) {
  if (raw.kind === 'value') {
    const isRow = isByName && typeof raw.value === 'object' && !Array.isArray(raw.value);
    const value = isRow ? raw.value : { [name]: raw.value };
    return { body: JSON.stringify(value), type: 'application/json' };
  }
  const body = new FormData();
  body.append(name, new Blob([new Uint8Array(raw.bytes)]), raw.name);
  return { body, type: undefined };
}

/** What is predicted, without the envelope; a text that is no JSON as it is. */
function answersOf(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    const isWrapped = typeof answer === 'object' && answer !== null && 'predictions' in answer;
    return isWrapped ? answer.predictions : answer;
  } catch {
    return text;
  }
}

function refused(url: URL, found: string, cause?: unknown): Failure {
  return new Failure('DOWNLOAD_FAILED', `${url.href}: expected an answer, found ${found}`, {
    cause,
    hint: 'The deployment may be down, or not allow this page; ask its owner.',
  });
}

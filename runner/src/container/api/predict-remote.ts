import { Failure } from '@orangery/schemas';
import { FormData } from 'undici';
import { UploadedFile } from '../../serving/call-sources.ts';
import type { Argument, ArgumentValues } from '../../serving/deepaas/arguments/argument.ts';
import { ask, shortBody, type RemoteAnswer } from './ask.ts';
import type { RemoteModel } from './remote-model.ts';

export interface PredictOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Asks a model for a prediction: files as parts of a form, `accept` and its like as headers, all else in the
 * address, as DEEPaaS reads them.
 * @throws Failure CONTAINER_FAILED when there is no answer; the signal's reason when aborted
 */
export async function callPredict(
  { address, name, predictArguments }: RemoteModel,
  values: ArgumentValues,
  options: PredictOptions,
): Promise<RemoteAnswer> {
  const { query, headers, form } = requestOf(predictArguments, values);
  return ask(address, `/v2/models/${name}/predict/${query}`, {
    ...{ ...options, method: 'POST', headers },
    ...(form !== undefined && { body: form }),
  });
}

/**
 * The same for whoever wants a prediction and nothing else.
 * @throws Failure INPUT_INVALID with the server's words when it does not take the arguments;
 * CONTAINER_FAILED
 */
export async function predictRemote(
  model: RemoteModel,
  values: ArgumentValues,
  options: PredictOptions,
): Promise<RemoteAnswer> {
  const answer = await callPredict(model, values, options);
  if (answer.status === 200) return answer;
  if (answer.status === 400 || answer.status === 422) {
    throw new Failure('INPUT_INVALID', shortBody(answer), {
      hint: 'The words are those of the module’s own server.',
    });
  }
  throw new Failure(
    'CONTAINER_FAILED',
    `Prediction of ${model.name}: expected 200, found ${answer.status}: ${shortBody(answer)}`,
    { hint: 'The log of the container says more.' },
  );
}

interface Request {
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: FormData;
}

function requestOf(expected: readonly Argument[], values: ArgumentValues): Request {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  const form = new FormData();
  let hasForm = false;
  for (const { name, type, location } of expected) {
    const given = values[name];
    if (given === undefined || given === null) continue;
    if (location === 'headers') headers[name] = textOf(given);
    else if (type === 'file' || location === 'form') {
      hasForm = true;
      for (const one of Array.isArray(given) ? given : [given]) addPart(form, name, one);
    } else {
      // a list where any value is taken is one value
      const listed = type !== 'any' && Array.isArray(given) ? given : [given];
      for (const one of listed) query.append(name, textOf(one));
    }
  }
  const text = query.toString();
  return { query: text === '' ? '' : `?${text}`, headers, ...(hasForm && { form }) };
}

function addPart(form: FormData, name: string, value: unknown): void {
  if (!(value instanceof UploadedFile)) return form.append(name, textOf(value));
  const type = value.contentType || 'application/octet-stream';
  form.append(name, new Blob([new Uint8Array(value.bytes)], { type }), value.filename || name);
}

/** Objects as JSON: modules that take them read a text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import type { Failure } from '@orangery/schemas';
import {
  describeNetworkError,
  isConnectionReset,
  isStall,
} from '../network/describe-network-error.ts';
import type { HttpRequest } from '../network/http-client.ts';
import { openRequest, type OpenedResponse } from '../network/open-request.ts';
import type { Answer } from '../network/retry-pause.ts';
import { parseContentRange } from './content-range.ts';
import type { DownloadTask } from './download-task.ts';
import { badStatus, stopped } from './download-failures.ts';
import type { PartFile } from './part-file.ts';
import { receive } from './receive.ts';
import { rangeConditionOf, unlessUnchanged, validatorsOf, type Validators } from './validator.ts';

export type AttemptOutcome =
  /** All bytes are in the part. */
  | { readonly kind: 'whole'; readonly validators: Validators }
  /** The copy that is here is still good. */
  | { readonly kind: 'unchanged' }
  /** What was resumed does not fit: from the beginning. */
  | { readonly kind: 'restarted' }
  | { readonly kind: 'again'; readonly failure: Failure; readonly answer?: Answer };

/**
 * Asks once for a file, or for the rest of its part.
 * @throws Failure when asking again would not help; network errors likewise
 */
export async function attemptDownload(task: DownloadTask, part: PartFile): Promise<AttemptOutcome> {
  const { options, network, signal } = task;
  const before = part.bytes;
  let opened: OpenedResponse | undefined;
  try {
    if (part.bytes > 0 && !part.isResumable) await part.restart();
    const request = await requestFor(task, part);
    const { idleTimeoutMs } = options.limits;
    opened = await openRequest(request, { signal, idleTimeoutMs, network, hosts: options.hosts });
    return await takeAnswer(task, part, opened);
  } catch (error) {
    const isWorthIt = isConnectionReset(error) || (isStall(error) && part.bytes > before);
    if (signal.aborted || !isWorthIt) throw error;
    return { kind: 'again', failure: failureOf(error, task, part) };
  } finally {
    opened?.close();
  }
}

async function requestFor(task: DownloadTask, part: PartFile): Promise<HttpRequest> {
  const { source } = task.file;
  if (source.kind !== 'http') throw new Error(`not fetched by HTTP: ${source.kind}`);
  const request = await source.request();
  const { condition } = part.state;
  const more =
    part.bytes > 0
      ? {
          range: `bytes=${part.bytes}-`,
          ...(condition === undefined ? {} : { 'if-range': condition }),
        }
      : unlessUnchanged(task.known ?? {});
  return { ...request, headers: { ...request.headers, ...more } };
}

async function takeAnswer(
  task: DownloadTask,
  part: PartFile,
  opened: OpenedResponse,
): Promise<AttemptOutcome> {
  const { statusCode: status, headers } = opened.response;
  const { label } = task.file;
  const isRest = part.bytes > 0;
  if (status === 206 && isRest) return takeRest(task, part, opened);
  if (status === 200) return takeWhole(task, part, opened);
  if (status === 304 && !isRest && task.known !== undefined) return { kind: 'unchanged' };
  if (status === 416 && isRest) {
    await part.restart();
    return { kind: 'restarted' };
  }
  const failure = badStatus(label, status);
  if (status !== 429 && status < 500) throw failure;
  return { kind: 'again', failure, answer: { status, headers } };
}

async function takeWhole(
  task: DownloadTask,
  part: PartFile,
  opened: OpenedResponse,
): Promise<AttemptOutcome> {
  const { headers } = opened.response;
  if (part.bytes > 0) await part.restart();
  const length = Number(headers['content-length']);
  const totalBytes = Number.isSafeInteger(length) ? length : undefined;
  const condition = rangeConditionOf(headers);
  await part.describe({
    ...(condition === undefined ? {} : { condition }),
    ...(totalBytes === undefined ? {} : { totalBytes }),
  });
  return take(task, part, opened, totalBytes);
}

async function takeRest(
  task: DownloadTask,
  part: PartFile,
  opened: OpenedResponse,
): Promise<AttemptOutcome> {
  const { headers } = opened.response;
  const range = parseContentRange(headers['content-range']?.toString());
  const { totalBytes = range?.totalBytes, condition } = part.state;
  const isSameLength = range?.totalBytes === undefined || range.totalBytes === totalBytes;
  const isSameTag =
    headers.etag === undefined || !condition?.startsWith('"') || headers.etag === condition;
  if (range?.start === part.bytes && isSameLength && isSameTag) {
    part.isResumed = true;
    return take(task, part, opened, totalBytes);
  }
  await part.restart();
  return { kind: 'restarted' };
}

async function take(
  task: DownloadTask,
  part: PartFile,
  opened: OpenedResponse,
  totalBytes: number | undefined,
): Promise<AttemptOutcome> {
  const failure = await receive({ task, part, opened, totalBytes });
  if (failure !== undefined) return { kind: 'again', failure };
  return { kind: 'whole', validators: validatorsOf(opened.response.headers) };
}

function failureOf(error: unknown, { file, options }: DownloadTask, part: PartFile): Failure {
  if (part.bytes > 0 && !isStall(error))
    return stopped(file.label, part.bytes, part.state.totalBytes, error);
  const { limits } = options;
  return describeNetworkError(error, file.label, { isCancelled: false, isTimedOut: false, limits });
}

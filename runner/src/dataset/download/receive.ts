import { Failure } from '@orangery/schemas';
import type { OpenedResponse } from '../network/open-request.ts';
import type { DownloadTask } from './download-task.ts';
import { stopped, tooLarge, wrongLength } from './download-failures.ts';
import { checkFreeSpace } from './free-space.ts';
import type { PartFile } from './part-file.ts';
import { releaseMemory } from './release-memory.ts';
import { watchPace } from './watch-pace.ts';

const reportEveryMs = 100;

export interface Receipt {
  readonly task: DownloadTask;
  readonly part: PartFile;
  readonly opened: OpenedResponse;
  /** Of the whole file, where the server tells it. */
  readonly totalBytes: number | undefined;
}

/**
 * Adds the body of an answer to a part.
 * @returns a failure when it ended early, which may go better the next time
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_CHANGED, DOWNLOAD_TOO_LARGE, TIMED_OUT; network errors
 */
export async function receive(receipt: Receipt): Promise<Failure | undefined> {
  const { task, part, opened, totalBytes } = receipt;
  const { label } = task.file;
  checkEncoding(opened, label);
  if (totalBytes !== undefined) {
    checkLength(task, totalBytes, `${totalBytes}`);
    await checkFreeSpace(task.options.cacheFolder, totalBytes - part.bytes, label);
  }
  const report = reporter(receipt);
  try {
    await readBody(receipt, report);
  } finally {
    await part.flush();
  }
  const expected = totalBytes ?? (isEndKnown(opened) ? undefined : task.file.bytes);
  if (expected !== undefined && part.bytes < expected) return stopped(label, part.bytes, expected);
  report(true);
  checkLength(task, part.bytes, `${part.bytes}`);
  return undefined;
}

async function readBody(
  { task, part, opened, totalBytes }: Receipt,
  report: () => void,
): Promise<void> {
  const { options, file, pin } = task;
  const { maxBytes } = options.limits;
  const known = [totalBytes, pin?.bytes, file.bytes];
  const most = Math.min(maxBytes, ...known.map((bytes) => bytes ?? Infinity));
  const checkPace = watchPace(options.limits, file.label);
  const release = releaseMemory();
  for await (const chunk of opened.response.body as AsyncIterable<Uint8Array>) {
    if (part.bytes + chunk.length > most) checkLength(task, part.bytes + chunk.length, 'more');
    await part.append(chunk);
    report();
    checkPace(chunk.length);
    release(chunk.length);
  }
}

/** The signature of a body that came encoded is not that of the file. */
function checkEncoding({ response }: OpenedResponse, label: string): void {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  throw new Failure(
    'DOWNLOAD_FAILED',
    `${label}: expected the file as it is, found it encoded as ${String(encoding)}`,
  );
}

/** Checks the length of the whole file, declared or received, against all that is known of it. */
function checkLength({ file, pin, options }: DownloadTask, bytes: number, found: string): void {
  const { maxBytes } = options.limits;
  if (bytes > maxBytes) throw tooLarge(file.label, maxBytes, found);
  if (pin?.bytes !== undefined && pin.bytes !== bytes) {
    throw new Failure(
      'DOWNLOAD_CHANGED',
      `${file.label}: expected ${pin.bytes} bytes, found ${found}`,
    );
  }
  if (file.bytes !== undefined && file.bytes !== bytes) {
    throw wrongLength(file.label, file.bytes, found);
  }
}

/** A body whose end is only that of the connection may have been cut off unseen. */
function isEndKnown({ response }: OpenedResponse): boolean {
  return response.headers['transfer-encoding'] !== undefined;
}

function reporter({ task, part, totalBytes }: Receipt): (isLast?: boolean) => void {
  const { world } = task.options;
  let reportedAt = -Infinity;
  let reportedBytes = -1;
  return (isLast = false) => {
    const now = world.now();
    if (part.bytes === reportedBytes || (!isLast && now - reportedAt < reportEveryMs)) return;
    reportedAt = now;
    reportedBytes = part.bytes;
    const { label: link } = task.file;
    world.report({ type: 'download', link, receivedBytes: part.bytes, totalBytes });
  };
}

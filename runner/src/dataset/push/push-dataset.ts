import { Failure, failureCodes, type PinnedLink } from '@orangery/schemas';
import type { FetchOptions } from '../fetch-options.ts';
import { createHttpClient } from '../network/create-http-client.ts';
import { realNetwork, type Network } from '../network/network.ts';
import { parseDestination, type Destination } from './destination.ts';
import { linkOf } from './link-of.ts';
import { prepareFile, type PreparedFile } from './prepare-file.ts';
import { uploadByRclone } from './upload-rclone.ts';
import { uploadToGitHub } from './upload-github.ts';
import { createUploadMeter } from './upload-meter.ts';
import { uploadToS3 } from './upload-s3.ts';
import { uploadToWebdav } from './upload-webdav.ts';
import type { FoundFile, UploadContext, Uploader } from './uploader.ts';

export interface PushOrder {
  /** A file or folder of this machine. */
  readonly path: string;
  /** As it was typed. */
  readonly destination: string;
  /** Checks and packs, and sends nothing. */
  readonly isDryRun: boolean;
  readonly options: FetchOptions;
}

/** What was pushed, ready to be pinned by a request. */
export interface Pushed extends Required<PinnedLink> {
  /** Files of data in it. */
  readonly files: number;
  readonly outcome: 'sent' | 'already there' | 'not sent';
}

/**
 * Sends a file or folder to where a link reaches it. Its name holds its hash: what is there already
 * is not sent again.
 * @param network replaced by tests only
 * @throws Failure USAGE, LINK_REFUSED, UPLOAD_FAILED, TIMED_OUT, CANCELLED, and those of checking data
 */
export async function pushDataset(
  { path, destination: text, isDryRun, options }: PushOrder,
  network: Network = patientNetwork,
): Promise<Pushed> {
  // before the packing: a mistake here costs no time
  const destination = parseDestination(text);
  const file = await prepareFile(path, options);
  try {
    const link = linkOf(destination, file.name, options.access);
    const { sha256, bytes, files } = file;
    const pushed = { link, sha256, bytes, files } as const;
    if (isDryRun) return { ...pushed, outcome: 'not sent' };
    const outcome = await send({ destination, file, link, options, network });
    return { ...pushed, outcome };
  } finally {
    await file.close();
  }
}

/** An upload is worth waiting for longer than a download: more is lost by giving up. */
const patientNetwork: Network = { ...realNetwork, retryPausesMs: [1000, 4000, 15_000, 60_000] };
/** A server may put gigabytes together before it answers. */
const patience = { timeoutMs: 24 * 60 * 60 * 1000, idleTimeoutMs: 10 * 60 * 1000 };

interface SendOrder {
  readonly destination: Destination;
  readonly file: PreparedFile;
  readonly link: string;
  readonly options: FetchOptions;
  readonly network: Network;
}

async function send(order: SendOrder): Promise<'sent' | 'already there'> {
  const { file, link, options } = order;
  const label = link.replace(/\?.*$/, '');
  try {
    const uploader = createUploader(order, label);
    if (isSame(await uploader.find(), file)) return 'already there';
    await uploader.send();
    const found = await uploader.find();
    if (isSame(found, file)) return 'sent';
    throw otherThere(label, file, found);
  } catch (error) {
    throw asUpload(error, options.world.signal.aborted);
  }
}

function createUploader(
  { destination, file, options, network }: SendOrder,
  label: string,
): Uploader {
  const { access, world } = options;
  const client = { world, limits: { ...options.limits, ...patience } };
  const context: UploadContext = {
    file,
    access,
    world,
    meter: createUploadMeter(file, label, world),
    http: createHttpClient({ ...client, network }),
    once: createHttpClient({ ...client, network: { ...network, retryPausesMs: [] } }),
    retryPausesMs: network.retryPausesMs,
  };
  switch (destination.kind) {
    case 's3':
      return uploadToS3(destination, context);
    case 'webdav':
      return uploadToWebdav(destination, context);
    case 'rclone':
      return uploadByRclone(destination, context);
    case 'github':
      return uploadToGitHub(destination, context);
  }
}

function isSame(found: FoundFile | undefined, { bytes, sha256 }: PreparedFile): boolean {
  if (found === undefined || found.bytes !== bytes) return false;
  return found.sha256 === undefined || found.sha256 === sha256;
}

function otherThere(label: string, file: PreparedFile, found: FoundFile | undefined): Failure {
  const size = found?.bytes === file.bytes ? `another sha256` : `${found?.bytes} bytes`;
  return new Failure(
    'UPLOAD_FAILED',
    `${label}: expected ${file.bytes} bytes there after sending, found ${found === undefined ? 'nothing' : size}`,
    { hint: 'Delete what lies there, if anything does, then push again.' },
  );
}

/** What went wrong on the way out is no failed download; and what an interrupted one leaves is said. */
function asUpload(error: unknown, isCancelled: boolean): unknown {
  if (isCancelled || (error instanceof Failure && error.code === 'CANCELLED')) {
    return new Failure('CANCELLED', 'the sending was stopped', {
      cause: error,
      hint: 'What was sent stays there: push again, and only the rest is sent where the place allows it.',
    });
  }
  if (!(error instanceof Failure) || error.code !== 'DOWNLOAD_FAILED') return error;
  // the remedy for a link that one opens is none for a place that one sends to
  const isOfLink = error.hint === failureCodes.DOWNLOAD_FAILED.remedy;
  const hint = isOfLink ? failureCodes.UPLOAD_FAILED.remedy : error.hint;
  return new Failure('UPLOAD_FAILED', error.message, { cause: error, hint });
}

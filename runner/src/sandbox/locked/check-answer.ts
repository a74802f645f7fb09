import { hashBytes, hashRecord, parseRecord, type Artifact, type Receipt } from '@orangery/schemas';
import type { PinnedLink, TrainingRequest } from '@orangery/schemas';
import { receiptFingerprint } from '../../provenance/index.ts';
import { readTaken, refused } from './take-files.ts';

export interface AskedOfSandbox {
  readonly request: TrainingRequest;
  /** Whether the module's own code says what it reads. */
  readonly isOwnCode: boolean;
}

/**
 * Compares a receipt that came out of a sandbox with what was asked, and with its own hashes.
 * @throws Failure VERIFY_FAILED
 */
export function checkAnswer(receipt: Receipt, { request, isOwnCode }: AskedOfSandbox): void {
  const recipe = isOwnCode ? receipt.request.recipe : request.recipe;
  const chosen = Object.entries(receipt.request.tuner ?? {});
  const tuner = Object.fromEntries(
    chosen.filter(([name]) => Object.hasOwn(request.tuner ?? {}, name)),
  );
  same(
    'the request',
    { ...request, recipe, tuner: request.tuner ?? {} },
    { ...receipt.request, tuner },
  );
  same('the hash of the request', hashRecord(receipt.request), receipt.requestSha256);
  same('the hash of what repeats', receiptFingerprint(receipt), receipt.fingerprint);
  checkSources(receipt.dataset.sources, request.dataset);
  checkSources(receipt.validation?.sources ?? [], request.validation ?? []);
}

/** @throws Failure VERIFY_FAILED */
export function checkSources(found: readonly PinnedLink[], asked: readonly PinnedLink[]): void {
  same('the data', asked, found);
}

/**
 * The weights that a receipt names, read and hashed: what they are, and their bytes by path.
 * @throws Failure VERIFY_FAILED
 */
export async function takeWeights(
  folder: string,
  receipt: Receipt,
): Promise<{ readonly artifact: Artifact; readonly files: ReadonlyMap<string, Uint8Array> }> {
  const bytes = await readTaken(folder, 'artifact/artifact.json');
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const artifact = parseRecord('artifact', value, 'artifact.json of the sandbox');
  same('the weights', receipt.artifact.sha256, hashRecord(artifact));
  same('the list of weights', receipt.artifact.files, artifact.files);
  const files = new Map<string, Uint8Array>();
  for (const { path, sha256 } of artifact.files) {
    const content = await readTaken(folder, `artifact/${path}`);
    same(`artifact/${path}`, sha256, hashBytes(content));
    files.set(`artifact/${path}`, content);
  }
  return { artifact, files };
}

function same(what: string, expected: unknown, found: unknown): void {
  if (hashRecord(expected as object) === hashRecord(found as object)) return;
  throw refused(what, JSON.stringify(expected).slice(0, 300), JSON.stringify(found).slice(0, 300));
}

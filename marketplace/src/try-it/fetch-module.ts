import { Failure, hashRecord, parseRecord, type GoldenTest, type TryIt } from '@orangery/schemas';
import type { ArtifactFiles, PageModule } from '@orangery/runner/browser';
import { fetchBytes, fetchJson } from './fetch-bytes.ts';

export interface Fetching {
  readonly signal: AbortSignal;
  /** Hears how much of the weights has come, 0…1. */
  readonly onProgress: (share: number) => void;
}

const timeoutMs = 120_000;
const mostSampleBytes = 16_000_000;

/**
 * Fetches a module's weights from the site or its mirror; what came is checked before it is used.
 * @param home address of the module's try-it.json
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, VERIFY_FAILED, FILE_INVALID
 */
export async function fetchModule(
  { id, module: frontMatter, weights }: TryIt,
  home: URL,
  { signal, onProgress }: Fetching,
): Promise<PageModule> {
  const list = new URL(weights ?? '', home);
  const artifact = parseRecord('artifact', await fetchJson(list, signal), list.href);
  const expected = frontMatter.artifact?.sha256;
  const found = hashRecord(artifact);
  if (found !== expected) {
    const message = `${list.href}: expected the hash ${expected}, found ${found}`;
    throw new Failure('VERIFY_FAILED', message);
  }
  const all = artifact.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let come = 0;
  const onBytes = (bytes: number): void => onProgress(Math.min(1, (come += bytes) / all));
  const files: ArtifactFiles = new Map(
    await Promise.all(
      artifact.files.map(async ({ path, bytes }) => {
        const limits = { mostBytes: bytes, timeoutMs, signal, onBytes };
        return [path, await fetchBytes(new URL(path, list), limits)] as const;
      }),
    ),
  );
  return { module: { id, frontMatter, artifact }, files };
}

/** The golden test and the files of its cases, by path. */
export interface FetchedGolden {
  readonly golden: GoldenTest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, FILE_INVALID */
export async function fetchGolden(address: URL, signal: AbortSignal): Promise<FetchedGolden> {
  const golden = parseRecord('goldenTest', await fetchJson(address, signal), address.href);
  const paths = golden.cases.flatMap(({ input }) => ('file' in input ? [input.file] : []));
  const files = await Promise.all(
    [...new Set(paths)].map(
      async (path) => [path, await fetchSample(new URL(path, address), signal)] as const,
    ),
  );
  return { golden, files: new Map(files) };
}

/** @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE */
export async function fetchSample(address: URL, signal: AbortSignal): Promise<Uint8Array> {
  return fetchBytes(address, { mostBytes: mostSampleBytes, timeoutMs, signal });
}

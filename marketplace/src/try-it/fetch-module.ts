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

/** Of a pipeline that is made of pipelines. */
const deepest = 8;

/**
 * Fetches a module's weights from the site or its mirror, of a pipeline those of its steps.
 * @param home address of the module's try-it.json
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, VERIFY_FAILED, FILE_INVALID, MODULE_INVALID
 */
export async function fetchModule(
  record: TryIt,
  home: URL,
  fetching: Fetching,
): Promise<PageModule> {
  const meter = new Meter(fetching.onProgress);
  const known = new Map<string, Promise<PageModule>>();
  const fetchOne = async (one: TryIt, at: URL, depth: number): Promise<PageModule> => {
    if (one.steps === undefined) return fetchWeights(one, at, { ...fetching, meter });
    if (depth > deepest)
      throw invalid(one.id, `at most ${deepest} pipelines in each other`, 'more');
    const steps = one.steps.map((address) => new URL(address, at));
    const open = async (step: URL): Promise<PageModule> =>
      fetchOne(await fetchRecord(step, fetching.signal), step, depth + 1);
    for (const step of steps) if (!known.has(step.href)) known.set(step.href, open(step));
    const modules = await Promise.all(steps.map(async (step) => known.get(step.href)!));
    checkVersions(one, modules);
    const { id, module: frontMatter } = one;
    return { module: { id, frontMatter, artifact: null }, files: new Map(), steps: modules };
  };
  return fetchOne(record, home, 1);
}

/** @throws Failure FILE_INVALID, DOWNLOAD_FAILED */
export async function fetchRecord(home: URL, signal: AbortSignal): Promise<TryIt> {
  return parseRecord('tryIt', await fetchJson(home, signal), home.href);
}

/** Bytes of all files together, those that are known of so far. */
class Meter {
  readonly #tell: (share: number) => void;
  #all = 0;
  #come = 0;

  constructor(tell: (share: number) => void) {
    this.#tell = tell;
  }

  expect(bytes: number): void {
    this.#all += bytes;
  }

  add(bytes: number): void {
    this.#come += bytes;
    this.#tell(Math.min(1, this.#come / Math.max(1, this.#all)));
  }
}

async function fetchWeights(
  { id, module: frontMatter, weights }: TryIt,
  home: URL,
  { signal, meter }: Fetching & { readonly meter: Meter },
): Promise<PageModule> {
  if (weights === undefined) throw invalid(id, 'weights that a page may load', 'none');
  const list = new URL(weights, home);
  const artifact = parseRecord('artifact', await fetchJson(list, signal), list.href);
  const expected = frontMatter.artifact?.sha256;
  const found = hashRecord(artifact);
  if (found !== expected) {
    const message = `${list.href}: expected the hash ${expected}, found ${found}`;
    throw new Failure('VERIFY_FAILED', message);
  }
  for (const { bytes } of artifact.files) meter.expect(bytes);
  const onBytes = (bytes: number): void => meter.add(bytes);
  const files: ArtifactFiles = new Map(
    await Promise.all(
      artifact.files.map(async ({ path, bytes }) => {
        const limits = { mostBytes: bytes, timeoutMs, signal, onBytes };
        return [path, await fetchBytes(new URL(path, list), limits)] as const;
      }),
    ),
  );
  return { module: { id, frontMatter, artifact }, files, steps: [] };
}

/** As the server: a pipeline that was tested with a version answers with that one or not at all. */
function checkVersions({ id, module }: TryIt, modules: readonly PageModule[]): void {
  for (const [index, { version, module: name }] of module.pipeline?.steps.entries() ?? []) {
    const found = modules[index]?.module.frontMatter.version;
    if (version !== undefined && version !== found) {
      throw invalid(id, `${name} ${version}`, `version ${found}`);
    }
  }
}

function invalid(id: string, expected: string, found: string): Failure {
  return new Failure('MODULE_INVALID', `${id}: expected ${expected}, found ${found}`);
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

import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { Failure, type Metrics } from '@orangery/schemas';
import { limitsOnDisk } from '@orangery/schemas/files';
import { runDocker } from '../../deployment/compose/compose.ts';
import type { ArtifactFiles } from '../../recipes/recipe.ts';
import type { ContainerOptions } from '../container-options.ts';

export interface Collected {
  readonly files: ArtifactFiles;
  readonly metrics: Metrics;
}

export interface Wanted {
  readonly container: string;
  /** As messages name it: the module's id. */
  readonly label: string;
  readonly outputPath: string;
  readonly metricsPath: string;
  /** Folder for what is copied. */
  readonly work: string;
}

const copyTimeoutMs = 30 * 60_000;
const mostFiles = 2000;
const mostMetricsBytes = 1024 * 1024;

/**
 * Takes weights and metrics out of a container that has trained.
 * @throws Failure TRAINING_FAILED when there are none, or more than a module may have
 */
export async function collectResult(
  { container, label, outputPath, metricsPath, work }: Wanted,
  options: ContainerOptions,
): Promise<Collected> {
  const engine = { ...options, timeoutMs: copyTimeoutMs };
  const copy = async (from: string, to: string): Promise<void> => {
    await runDocker(['cp', `${container}:${from}`, to], engine).catch((cause: unknown) => {
      options.signal.throwIfAborted();
      throw notThere(label, from, cause);
    });
  };
  const metricsFile = join(work, 'metrics.json');
  await copy(metricsPath, metricsFile);
  const metrics = await readMetrics(metricsFile, { label, metricsPath });
  const folder = join(work, 'weights');
  await copy(outputPath, folder);
  const own = posix.relative(outputPath, metricsPath);
  const files = await readFiles(folder, label);
  files.delete(own);
  if (files.size === 0) throw notThere(label, `weights in ${outputPath}`);
  return { files, metrics };
}

/** Numbers by names as records have them: `val_accuracy` is valAccuracy. */
async function readMetrics(
  file: string,
  { label, metricsPath }: Pick<Wanted, 'label' | 'metricsPath'>,
): Promise<Metrics> {
  const found = await lstat(file);
  if (!found.isFile() || found.size > mostMetricsBytes) throw notThere(label, metricsPath);
  const json = parsed(await readFile(file, 'utf8'));
  const numbers = Object.entries(json).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
  );
  const metrics = numbers.flatMap(([name, value]) => {
    const known = camelCase(name);
    return known === '' ? [] : [[known, value] as const];
  });
  if (metrics.length > 0) return Object.fromEntries(metrics);
  throw new Failure(
    'TRAINING_FAILED',
    `${label}: expected names and numbers in ${metricsPath}, found ${JSON.stringify(json).slice(0, 200)}`,
    { hint: 'For example {"accuracy": 0.93}.' },
  );
}

function parsed(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {}; // told as what it is by the caller
  }
}

function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const joined = words.map((word, index) =>
    index === 0 ? word.replace(/^[A-Z]+/, (first) => first.toLowerCase()) : capital(word),
  );
  const text = joined.join('');
  return /^[a-z]/.test(text) ? text : '';
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Plain files alone; a link could lead anywhere. */
async function readFiles(folder: string, label: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  if (paths.length > mostFiles) throw tooMuch(label, `${mostFiles} files`, `${paths.length}`);
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const path of paths) {
    bytes += (await lstat(path)).size;
    const { artifactBytes } = limitsOnDisk;
    if (bytes > artifactBytes) throw tooMuch(label, `${artifactBytes} bytes`, 'more');
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  return files;
}

function tooMuch(label: string, most: string, found: string): Failure {
  return new Failure(
    'TRAINING_FAILED',
    `${label}: expected at most ${most} of weights, found ${found}`,
    {
      hint: 'Let the training write to outputPath what predictions need, and nothing else.',
    },
  );
}

function notThere(label: string, what: string, cause?: unknown): Failure {
  return new Failure('TRAINING_FAILED', `${label}: the training has ended without ${what}`, {
    ...(cause !== undefined && { cause }),
    hint: 'container.train in module.md says where the training leaves its weights and metrics.',
  });
}

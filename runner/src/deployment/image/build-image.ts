import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import { checkEngine, runDocker } from '../compose/compose.ts';
import { contentLabel } from './find-image.ts';
import type { ImageWorld } from './image.ts';

export interface BuildOrder {
  /** Of the image, for messages: `orangery/serve at commit 0123456789ab`. */
  readonly label: string;
  /** Holds all that the Dockerfile takes. */
  readonly context: string;
  /** Path in the context. */
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tag: string;
  /** Of `RUN` lines; the engine's own when absent. */
  readonly network?: string;
}

const buildTimeoutMs = 15 * 60_000;
const keptLines = 20;
/** Every stage of a Dockerfile of ours carries it: what a build leaves is told from what others have, or are building. */
export const buildLabel = 'org.orangery.build';

/**
 * Builds an image, with BuildKit or the builder before it, whichever the client takes.
 * @returns its id, `sha256:…`
 * @throws Failure ENGINE_UNAVAILABLE, IMAGE_BUILD_FAILED with the last 20 lines, TIMED_OUT, CANCELLED
 */
export async function buildImage(given: BuildOrder, world: ImageWorld): Promise<string> {
  const { signal, env } = world;
  const build = randomUUID();
  const order = { ...given, buildArgs: { ...given.buildArgs, BUILD: build } };
  await checkEngine({ signal, env });
  const idFile = join(order.context, '..', 'image-id');
  const lines: string[] = [];
  const onLine = (line: string): void => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    world.logger.debug(line);
  };
  const options = { cwd: order.context, signal, env, timeoutMs: buildTimeoutMs, onLine };
  try {
    await runCommand('docker', buildArguments(order, idFile), options);
    return (await readFile(idFile, 'utf8')).trim();
  } catch (error) {
    throw buildFailure(error, order, lines);
  } finally {
    await removeUntagged({ label: order.label, build }, world);
  }
}

/** Arguments of `docker build`; both builders take these. */
export function buildArguments(order: BuildOrder, idFile: string): readonly string[] {
  const { dockerfile, buildArgs, labels, tag, network } = order;
  const pairs = (flag: string, values: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return [
    ...['build', '--force-rm', '--iidfile', idFile, '--file', dockerfile, '--tag', tag],
    ...(network === undefined ? [] : ['--network', network]),
    ...pairs('--build-arg', buildArgs),
    ...pairs('--label', labels),
    ...['--', '.'],
  ];
}

/**
 * Stages before the last, and what a failed build got to; a build that is not ours has no such label. An image
 * that is whole stays, also where another build took its name: somebody may be about to start it.
 */
async function removeUntagged(
  { label, build }: { readonly label: string; readonly build: string },
  { env, logger }: ImageWorld,
): Promise<void> {
  const filters = [
    ...['--filter', `label=${buildLabel}=${build}`],
    ...['--filter', `label!=${contentLabel}`],
  ];
  const args = ['image', 'prune', '--force', ...filters];
  // also when the build was cancelled, so with a signal of its own
  const { signal } = new AbortController();
  await runDocker(args, { env, signal, timeoutMs: 60_000 }).catch((error: unknown) => {
    logger.warn(`What the build of ${label} left could not be removed: ${String(error)}`);
  });
}

function buildFailure(error: unknown, { label }: BuildOrder, lines: readonly string[]): unknown {
  if (error instanceof Failure && error.code !== 'COMMAND_FAILED') return error;
  const text = lines.join('\n');
  if (/no space left on device/i.test(`${text}\n${String(error)}`)) return diskFull(label, error);
  return new Failure('IMAGE_BUILD_FAILED', `${label}: docker build failed:\n${text}`, {
    cause: error,
    hint: 'Mend what its last lines name. The build fetches packages from the npm registry: the engine needs a way there.',
  });
}

function diskFull(label: string, cause: unknown): Failure {
  return new Failure(
    'IMAGE_BUILD_FAILED',
    `${label}: expected room for an image, found the disk of the engine full: no space left on device`,
    {
      cause,
      hint: 'docker system df says what takes it; docker image rm removes images (docker image ls "orangery/*" lists ours), docker builder prune what builds kept. Then deploy again.',
    },
  );
}

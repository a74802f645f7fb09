import { Failure } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import { checkEngine, runDocker } from '../../deployment/compose/compose.ts';
import type { ContainerOptions } from '../container-options.ts';

/** Images of frameworks are of ten gigabytes and more. */
const pullTimeoutMs = 60 * 60_000;

/**
 * The id of an image by its name, fetched where this engine does not have it.
 * @throws Failure ENGINE_UNAVAILABLE, CONTAINER_FAILED, CANCELLED
 */
export async function pullImage(
  module: string,
  image: string,
  options: ContainerOptions,
): Promise<string> {
  const known = await imageId(image, options);
  if (known !== undefined) return known;
  await checkEngine(options);
  options.logger.info(`Fetching the image ${image}`);
  await pull(image, options).catch((cause: unknown) => {
    options.signal.throwIfAborted();
    throw notFetched(module, image, cause);
  });
  const fetched = await imageId(image, options);
  if (fetched !== undefined) return fetched;
  throw notFetched(module, image, new Error('the engine does not have it afterwards'));
}

async function imageId(image: string, options: ContainerOptions): Promise<string | undefined> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', '--', image];
  const found = await runDocker(args, options).catch(() => {
    // not there, or no engine: fetching says which
    options.signal.throwIfAborted();
    return '';
  });
  return found.trim() || undefined;
}

async function pull(image: string, { signal, env, logger }: ContainerOptions): Promise<void> {
  const onLine = (line: string): void => logger.debug(line);
  const options = { cwd: '/', signal, env, timeoutMs: pullTimeoutMs, onLine };
  await runCommand('docker', ['pull', '--', image], options);
}

function notFetched(module: string, image: string, cause: unknown): Failure {
  const lines = (cause instanceof Error ? cause.message : String(cause)).trim().split('\n');
  return new Failure(
    'CONTAINER_FAILED',
    `${module}: the image ${image} cannot be fetched: ${lines.at(-1)!.slice(0, 300)}`,
    {
      cause,
      hint: 'Check its name and that this machine may fetch it: docker login, docker pull.',
    },
  );
}

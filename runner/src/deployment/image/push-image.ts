import { Failure } from '@orangery/schemas';
import { runDocker } from '../compose/compose.ts';
import { madeOfLabel, readLabels, type FoundImage } from './find-image.ts';
import type { Image, ImageWorld } from './image.ts';
import { moduleLabel } from './module-image.ts';

export interface PushedImage {
  /** `unchanged` where the registry had it. */
  readonly kind: 'pushed' | 'unchanged';
  /** Of what the registry has: `sha256:…`, as the engine calls it. */
  readonly id: string;
  /** What it is pulled by: `registry/path/id@sha256:…`. */
  readonly digest: string;
}

const transferTimeoutMs = 15 * 60_000;
/**
 * What registries say of a tag that is not there. Where there is no such name, some say that it may not be read;
 * whoever may not write to it either is told so when they push.
 */
const absent =
  /manifest unknown|name unknown|repository name not known|: not found$|manifest for \S+ not found|\bdenied\b|unauthorized|authentication required|no basic auth/im;

/**
 * Pushes the image of a version, unless the registry has one that is made of the same. A tag that has another
 * image is left as it is: people rely on what they have pulled.
 * @param reference `registry/path/id:version`
 * @throws Failure IMAGE_PUSH_FAILED, TIMED_OUT, CANCELLED
 */
export async function pushImage(
  { id, content }: Pick<Image, 'id' | 'content'>,
  reference: string,
  world: ImageWorld,
): Promise<PushedImage> {
  const name = reference.replace(/:[^:/]+$/, '');
  const there = await pull(reference, world);
  if (there !== undefined) {
    const labels = await readLabels(reference, world);
    const args = ['image', 'inspect', '--format', '{{.Id}}', '--', reference];
    const theirs = (await runDocker(args, world)).trim();
    if (theirs !== id && labels[madeOfLabel] !== content) throw another(reference, labels);
    return { kind: 'unchanged', id: theirs, digest: `${name}@${there}` };
  }
  await runDocker(['tag', '--', id, reference], world);
  world.logger.info(`Pushing ${reference} …`);
  const said = await transfer('push', reference, world).catch((cause: unknown) => {
    throw notTaken(reference, cause);
  });
  return { kind: 'pushed', id, digest: `${name}@${digestIn(said, reference)}` };
}

/** @returns the digest of what the tag stands for; undefined where there is none */
async function pull(reference: string, world: ImageWorld): Promise<string | undefined> {
  try {
    return digestIn(await transfer('pull', reference, world), reference);
  } catch (error) {
    if (error instanceof Failure && error.code === 'COMMAND_FAILED') {
      if (absent.test(error.message)) return undefined;
      throw notTaken(reference, error);
    }
    throw error;
  }
}

async function transfer(
  verb: 'pull' | 'push',
  reference: string,
  { signal, env }: ImageWorld,
): Promise<string> {
  return runDocker([verb, '--', reference], { signal, env, timeoutMs: transferTimeoutMs });
}

function digestIn(said: string, reference: string): string {
  const digest = /\bdigest: (sha256:[0-9a-f]{64})\b/i.exec(said)?.[1];
  if (digest !== undefined) return digest;
  throw new Failure(
    'IMAGE_PUSH_FAILED',
    `${reference}: expected its digest, found none in:\n${said}`,
  );
}

function another(reference: string, labels: FoundImage['labels']): Failure {
  const tool = labels[moduleLabel];
  const commit = labels['org.opencontainers.image.revision'] ?? '';
  const origin =
    tool !== undefined
      ? `another one, of commit ${commit.slice(0, 12)} with the tool of ${tool.slice(0, 12)}`
      : labels[madeOfLabel] === undefined
        ? 'one that is not ours'
        : 'another one, made of other files or weights';
  return new Failure(
    'IMAGE_PUSH_FAILED',
    `${reference}: expected this image or none, found ${origin}`,
    {
      hint: 'A tag stays what it is. Raise the version of the module; a new tool reaches it with its next version.',
    },
  );
}

function notTaken(reference: string, cause: unknown): unknown {
  if (!(cause instanceof Failure) || cause.code !== 'COMMAND_FAILED') return cause;
  const said = cause.message.split('\n').slice(1).join('\n') || cause.message;
  return new Failure('IMAGE_PUSH_FAILED', `${reference}: the registry did not take it: ${said}`, {
    cause,
    hint: 'Log in with docker login as somebody who may read and write there.',
  });
}

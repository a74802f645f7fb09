import { checkEngine, runDocker } from '../compose/compose.ts';
import type { ImageWorld } from './image.ts';

/** Names the inputs of an image: images with the same are as good as each other. */
export const contentLabel = 'org.orangery.content';

/** What the image of a module is made of, by which images of two machines are compared. */
export const madeOfLabel = 'org.orangery.made-of';

export interface FoundImage {
  /** `sha256:…` */
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The image that was built of these inputs, on this engine; undefined where there is none.
 * @param repository its name without a tag, such as `orangery/serve`
 * @throws Failure ENGINE_UNAVAILABLE, COMMAND_FAILED
 */
export async function findImage(
  content: string,
  repository: string,
  { signal, env }: ImageWorld,
): Promise<FoundImage | undefined> {
  const options = { signal, env };
  const filter = [
    ...['--filter', `label=${contentLabel}=${content}`],
    // what somebody builds on ours inherits its labels
    ...['--filter', `reference=${repository}`],
  ];
  const list = ['image', 'ls', '--quiet', '--no-trunc', ...filter];
  const listed = await runDocker(list, options).catch(async (error: unknown) => {
    await checkEngine(options);
    throw error;
  });
  const [id] = listed.split('\n').filter(Boolean);
  if (id === undefined) return undefined;
  return { id, labels: await readLabels(id, options) };
}

/** @throws Failure COMMAND_FAILED where there is no such image */
export async function readLabels(
  image: string,
  { signal, env }: Pick<ImageWorld, 'signal' | 'env'>,
): Promise<FoundImage['labels']> {
  const args = ['image', 'inspect', '--format', '{{json .Config.Labels}}', '--', image];
  return textsOf(JSON.parse(await runDocker(args, { signal, env })));
}

function textsOf(found: unknown): FoundImage['labels'] {
  const entries = typeof found === 'object' && found !== null ? Object.entries(found) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

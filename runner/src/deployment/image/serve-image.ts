import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage } from './build-image.ts';
import { exportTool, findTool, type ToolCommit } from './export-tool.ts';
import { contentLabel, findImage, type FoundImage } from './find-image.ts';
import type { Image, ImageWorld } from './image.ts';
import { takeSbom } from './sbom.ts';
import { inWorkFolder } from './work-folder.ts';

export interface ServeImageOrder {
  /** Clone that holds the tool. */
  readonly root: string;
  /** Commit, tag or branch; `HEAD` when absent. */
  readonly commit?: string;
  /** Instead of the Dockerfile's, `node:24-bookworm-slim`. */
  readonly baseImage?: string;
  /** Address of the repository, for the image's label. */
  readonly source?: string;
  /** Of this machine's work on images: contexts while they are built, locks, lists of contents. */
  readonly folder: string;
  /** Network of the build, where the engine's own does not reach the npm registry: `host`. */
  readonly network?: string;
  readonly world: ImageWorld;
}

/**
 * Builds the image that serves modules, of the tool as a commit has it; one that was built of the same
 * files on the same base is found again at once.
 * @throws Failure ENGINE_UNAVAILABLE, DEPLOYMENT_UNKNOWN, IMAGE_BUILD_FAILED, TIMED_OUT, CANCELLED
 */
export async function serveImage(order: ServeImageOrder): Promise<Image> {
  const { root, folder, world, commit = 'HEAD' } = order;
  const tool = await findTool(root, commit, world);
  const content = contentOf(tool, order);
  const found = await findImage(content, repository, world);
  if (found !== undefined) return toImage(found, content, order);
  return inWorkFolder(folder, world, async (fresh, signal) => {
    const held = { ...world, signal };
    const meanwhile = await findImage(content, repository, held);
    if (meanwhile !== undefined) return toImage(meanwhile, content, order);
    world.logger.info(`Building the serve image of commit ${tool.commit.slice(0, 12)} …`);
    const context = join(fresh, 'tool');
    await exportTool(root, tool.commit, context, held);
    const id = await build(tool, content, context, { ...order, world: held });
    return toImage({ id, labels: { [revision]: tool.commit } }, content, order);
  });
}

const repository = 'orangery/serve';
const revision = 'org.opencontainers.image.revision';

function contentOf({ content }: ToolCommit, { baseImage = '' }: ServeImageOrder): string {
  return createHash('sha256').update(`${content} ${baseImage}`).digest('hex');
}

async function build(
  { commit }: ToolCommit,
  content: string,
  context: string,
  { baseImage, source, network, world }: ServeImageOrder,
): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(join(context, 'runner/package.json'), 'utf8'),
  );
  const { version } = manifest as { version: string };
  return buildImage(
    {
      ...{ label: `orangery/serve at commit ${commit.slice(0, 12)}`, context },
      dockerfile: 'runner/image/serve/Dockerfile',
      buildArgs: {
        ...{ COMMIT: commit, VERSION: version },
        ...(source !== undefined && { SOURCE: source }),
        ...(baseImage !== undefined && { BASE_IMAGE: baseImage }),
      },
      labels: { [contentLabel]: content },
      tag: `${repository}:${commit.slice(0, 12)}`,
      ...(network !== undefined && { network }),
    },
    world,
  );
}

async function toImage(
  { id, labels }: FoundImage,
  content: string,
  { folder, world }: ServeImageOrder,
): Promise<Image> {
  const commit = labels[revision] ?? '';
  return { id, commit, content, sbom: await takeSbom(id, folder, world) };
}

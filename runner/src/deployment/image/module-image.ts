import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readValidModule } from '../../inference/load-module.ts';
import { runDocker } from '../compose/compose.ts';
import type { Version } from '../wanted-stage.ts';
import { buildImage, buildLabel } from './build-image.ts';
import { contentLabel, findImage, madeOfLabel } from './find-image.ts';
import type { Image, ImageWorld } from './image.ts';
import { imageTag } from './image-tag.ts';
import { addModules, takeSbom, type ModuleComponent } from './sbom.ts';
import { inWorkFolder, makeReadable } from './work-folder.ts';

export interface ModuleImageOrder {
  readonly version: Version;
  /** Holds `modules/` with the module as it was recorded, and with the steps of a pipeline. */
  readonly exported: string;
  /** The image that it is added to. */
  readonly serve: Pick<Image, 'id' | 'commit' | 'content'>;
  /** Address of the repository, for the image's label; that of the serve image when absent. */
  readonly repositoryUrl?: string;
  /** Of this machine's work on images, as for the serve image. */
  readonly folder: string;
  readonly world: ImageWorld;
}

/** The commit of the tool in the image of a module; other images have no such label. */
export const moduleLabel = 'org.orangery.tool';

/**
 * Builds the image of one version of a module: the serve image with the module's files, which root owns.
 * One that was built of the same files is found again at once. Nothing of the module is run.
 * @throws Failure ENGINE_UNAVAILABLE, IMAGE_BUILD_FAILED, MODULE_INVALID, TIMED_OUT, CANCELLED
 */
export async function moduleImage(order: ModuleImageOrder): Promise<Image> {
  const { exported, serve, folder, world } = order;
  const content = contentOf(order, await hashFiles(join(exported, 'modules')));
  const found = await findImage(content.here, repositoryOf(order), world);
  const id = found?.id ?? (await makeImage(order, content));
  const sbom = await takeSbom(id, folder, world);
  return { id, commit: serve.commit, content: content.everywhere, sbom };
}

interface Content {
  /** Also of the one serve image that this machine has built, and of the commit. */
  readonly here: string;
  /** Of files, version, tool and base alone. */
  readonly everywhere: string;
}

function contentOf(
  { version, serve, repositoryUrl = '' }: ModuleImageOrder,
  files: string,
): Content {
  const hash = (...parts: readonly unknown[]): string =>
    createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const everywhere = hash(serve.content, version.module.id, version.module.version, files);
  return { here: hash(everywhere, serve.id, version.source, repositoryUrl), everywhere };
}

async function makeImage(order: ModuleImageOrder, content: Content): Promise<string> {
  const { exported, serve, folder, world } = order;
  return inWorkFolder(folder, world, async (fresh, signal) => {
    const held = { ...world, signal };
    const meanwhile = await findImage(content.here, repositoryOf(order), held);
    if (meanwhile !== undefined) return meanwhile.id;
    const context = join(fresh, 'module');
    await mkdir(context);
    await cp(join(exported, 'modules'), join(context, 'modules'), { recursive: true });
    const components = await componentsOf(join(context, 'modules'), order.version);
    const sbom = await takeSbom(serve.id, folder, held);
    const title = `orangery-${order.version.module.id}`;
    await writeFile(join(context, 'sbom.cdx.json'), await addModules(sbom, title, components));
    await makeReadable(context);
    const base = await nameOf(serve, held);
    await writeFile(join(context, 'Dockerfile'), dockerfile(base, order.version));
    return buildImage({ ...describe(order), context, labels: labelsOf(order, content) }, held);
  });
}

function repositoryOf({ version }: Pick<ModuleImageOrder, 'version'>): string {
  return `orangery/module-${version.module.id}`;
}

function describe({ version, serve }: ModuleImageOrder) {
  const { id, version: number } = version.module;
  const origin = originOf(version).slice(0, 12);
  return {
    label: `${id}@${number} at ${origin}`,
    dockerfile: 'Dockerfile',
    buildArgs: {},
    tag: `${repositoryOf({ version })}:${imageTag(number)}-${origin}-${serve.id.replace(/^sha256:/, '').slice(0, 12)}`,
  };
}

function labelsOf(
  { version, serve, repositoryUrl }: ModuleImageOrder,
  { here, everywhere }: Content,
): Record<string, string> {
  const { id, version: number } = version.module;
  return {
    [contentLabel]: here,
    [madeOfLabel]: everywhere,
    'org.opencontainers.image.title': id,
    'org.opencontainers.image.version': number,
    'org.opencontainers.image.revision': originOf(version),
    [moduleLabel]: serve.commit,
    ...(repositoryUrl !== undefined && { 'org.opencontainers.image.source': repositoryUrl }),
  };
}

/** A commit, or the hash of a receipt. */
function originOf({ source }: Version): string {
  return 'commit' in source ? source.commit : source.receipt;
}

/** `--label` comes last, so these labels are the module's, not the tool's. */
function dockerfile(base: string, { module }: Version): string {
  return [
    `FROM ${base}`,
    'ARG BUILD',
    `LABEL ${buildLabel}=\${BUILD}`,
    'COPY modules/ /orangery/modules/',
    'COPY sbom.cdx.json /orangery/',
    `CMD ["serve", "/orangery/modules/${module.id}", "--host", "0.0.0.0", "--port", "5000", "--trust-code"]`,
    '',
  ].join('\n');
}

/** BuildKit takes no id after `FROM`: a name that says the id. */
async function nameOf({ id }: Pick<Image, 'id'>, { signal, env }: ImageWorld): Promise<string> {
  const name = `orangery/serve:id-${id.replace(/^sha256:/, '').slice(0, 12)}`;
  await runDocker(['tag', '--', id, name], { signal, env });
  return name;
}

async function componentsOf(modules: string, version: Version): Promise<ModuleComponent[]> {
  const components: ModuleComponent[] = [];
  for (const name of (await readdir(modules)).toSorted()) {
    const { id, frontMatter } = await readValidModule(join(modules, name));
    const { version: number, license, artifact } = frontMatter;
    components.push({
      module: { id, version: number },
      source: version.source,
      license,
      ...(artifact !== undefined && { artifact: artifact.sha256 }),
    });
  }
  return components;
}

/** SHA-256 over path and content of each file. */
async function hashFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const hash = createHash('sha256');
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()) {
    const content = createHash('sha256');
    for await (const chunk of createReadStream(path)) content.update(chunk as Buffer);
    hash.update(`${relative(folder, path)}\0${content.digest('hex')}\n`);
  }
  return hash.digest('hex');
}

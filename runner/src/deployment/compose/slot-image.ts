import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stageFolder } from '../host/host-folders.ts';
import { contentLabel } from '../image/find-image.ts';
import { versionImage } from '../image/index.ts';
import { moduleLabel } from '../image/module-image.ts';
import type { StageId } from '../reconcile/slots.ts';
import type { PreparedSlot } from '../slot-target.ts';
import { engineOf, type ComposeTargetOptions } from './compose-options.ts';
import { runDocker, type EngineOptions } from './compose.ts';

const pruneTimeoutMs = 60_000;
/** A module's image is made again in seconds, the tool's in a minute. */
const keptFor = { module: '24h', tool: '720h' };

/**
 * The tool's image and on it the module's, by what is in them. A slot keeps the image that it has, though the
 * tool be a newer one by now.
 */
export async function prepareImage(
  id: StageId,
  { folder: exported, run: { module, source }, image: known }: PreparedSlot,
  options: ComposeTargetOptions,
): Promise<{ readonly image: string }> {
  const { folders, world, images } = options;
  if (known !== undefined && (await hasImage(known, engineOf(options)))) return { image: known };
  const version = { module, source };
  const image = await versionImage({ version, exported, folders, bases: images, world });
  await copyFile(image.sbom, join(stageFolder(folders, 'compose', id), 'sbom.cdx.json'));
  return { image: image.id };
}

async function hasImage(image: string, engine: EngineOptions): Promise<boolean> {
  return runDocker(['image', 'inspect', '--format', '{{.Id}}', '--', image], engine).then(
    () => true,
    () => {
      engine.signal.throwIfAborted();
      return false;
    },
  );
}

/** Removes images that no container has, a day after they were made; the tool's after a month. */
export async function pruneImages(options: ComposeTargetOptions): Promise<void> {
  const ours = {
    module: ['--filter', `label=${moduleLabel}`],
    tool: ['--filter', `label=${contentLabel}`, '--filter', `label!=${moduleLabel}`],
  };
  for (const kind of ['module', 'tool'] as const) {
    const filters = [...ours[kind], '--filter', `until=${keptFor[kind]}`];
    const prune = ['image', 'prune', '--all', '--force', ...filters];
    const limited = { ...engineOf(options), timeoutMs: pruneTimeoutMs };
    await runDocker(prune, limited).catch((error: unknown) => {
      // somebody else is at it
      if (!String(error).includes('already running')) throw error;
    });
  }
}

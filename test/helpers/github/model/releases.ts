import { createHash } from 'node:crypto';
import type { ModelForge, ModelRepository } from './model-state.ts';
import type { Part } from './part.ts';

export function releases(
  forge: ModelForge,
  { releases: all }: ModelRepository,
): Part<'listReleases' | 'createRelease' | 'updateRelease' | 'deleteRelease' | 'uploadAsset'> {
  return {
    listReleases: async () => all,
    createRelease: async ({ tag, title, isDraft }) => {
      const release = { id: forge.id(), tag, title, isDraft, assets: [], createdAt: forge.time() };
      all.push(release);
      return release;
    },
    updateRelease: async (id, change) => {
      Object.assign(
        all.find((release) => release.id === id)!,
        change,
      );
    },
    deleteRelease: async (id) => {
      const index = all.findIndex((release) => release.id === id);
      if (index >= 0) all.splice(index, 1);
    },
    uploadAsset: async (id, name, content) => {
      const release = all.find((one) => one.id === id)!;
      const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
      const asset = { id: forge.id(), name, sizeBytes: content.length, digest };
      release.assets = [...release.assets, asset];
    },
  };
}

import { defineCollection } from 'astro:content';
import { join } from 'node:path';
import type { Module } from '@orangery/schemas/files';
import { z } from 'astro/zod';
import { loadModules } from './catalogue/load-modules.ts';
import { config } from './config.ts';

const modules = defineCollection({
  // a module is validated where it is read; this only names its type
  schema: z.custom<Module>(),
  loader: {
    name: 'modules',
    async load({ store, parseData, watcher, logger }) {
      const fill = async (): Promise<void> => {
        const found = await loadModules(config.root);
        store.clear();
        for (const module of found) {
          const data = await parseData({ id: module.id, data: { ...module } });
          store.set({ id: module.id, data });
        }
        logger.info(`${found.length} modules`);
      };
      await fill();
      const folder = join(config.root, 'modules');
      watcher?.add(folder);
      watcher?.on('all', (_, path) => {
        if (!path.startsWith(folder)) return;
        fill().catch((error: unknown) => logger.error(String(error)));
      });
    },
  },
});

export const collections = { modules };

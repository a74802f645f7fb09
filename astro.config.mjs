import { join } from 'node:path';
import { defineConfig } from 'astro/config';
import { howTo } from './marketplace/src/build/how-to.ts';
import { catalogue } from './marketplace/src/build/integration.ts';
import { weighWeights } from './marketplace/src/build/weigh-weights.ts';
import { config } from './marketplace/src/config.ts';

export default defineConfig({
  srcDir: './marketplace/src',
  publicDir: './marketplace/public',
  outDir: './dist',
  // of the root that is shown, so that two sites never share what is kept
  cacheDir: join(config.root, '.astro', config.isInternal ? 'cache-internal' : 'cache'),
  ...(config.address !== undefined && { site: config.address }),
  base: config.base,
  output: 'static',
  trailingSlash: 'always',
  // keeps spaces between words and links as they are written
  compressHTML: true,
  integrations: [...howTo(config), catalogue(config), weighWeights()],
  prefetch: false,
  devToolbar: { enabled: false },
  // while one page is written to the disk others are made
  build: { format: 'directory', inlineStylesheets: 'never', concurrency: 8 },
  // cards are rendered by the catalogue; Shiki's inline styles would break the policy below
  markdown: { syntaxHighlight: false },
  vite: {
    // scripts stay files, so that the policy below needs no exception
    // what an earlier build left is written anew only where it differs
    build: { assetsInlineLimit: 0, emptyOutDir: false },
    // workers load parts of themselves when they need them
    worker: { format: 'es' },
    environments: {
      prerender: {
        resolve: {
          // bundled, because Starlight's is another version than the one that lies at the root
          noExternal: ['js-yaml'],
          // Node runs them as they are; bundling TensorFlow.js for each build takes seconds
          external: ['', '/files']
            .map((entry) => `@orangery/schemas${entry}`)
            .concat(
              ['browser', 'exchange', 'form', 'provenance'].map(
                (entry) => `@orangery/runner/${entry}`,
              ),
            ),
        },
      },
    },
  },
});

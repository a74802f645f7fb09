import { join } from 'node:path';
import { defineConfig } from 'astro/config';
import { catalogue } from './marketplace/src/build/integration.ts';
import { config } from './marketplace/src/config.ts';

export default defineConfig({
  srcDir: './marketplace/src',
  publicDir: './marketplace/public',
  outDir: './dist',
  // of the root that is shown, so that two sites never share what is kept of their modules
  cacheDir: join(config.root, '.astro', 'cache'),
  ...(config.address !== undefined && { site: config.address }),
  base: config.base,
  output: 'static',
  trailingSlash: 'always',
  // keeps spaces between words and links as they are written
  compressHTML: true,
  integrations: [catalogue(config)],
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'never' },
  // cards are rendered by the catalogue; Shiki's inline styles would break the policy below
  markdown: { syntaxHighlight: false },
  vite: {
    // scripts stay files, so that the policy below needs no exception
    build: { assetsInlineLimit: 0 },
  },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
      ],
    },
  },
});

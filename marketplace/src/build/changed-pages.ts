import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AstroPrerenderer } from 'astro';
import type { Manifest } from './manifest.ts';
import type { Tell } from './messages.ts';

type Pages = Manifest['pages'];

export interface ChangedPagesOptions {
  /** Folder of the site. */
  readonly out: string;
  /** What lies there. */
  readonly before: Pages;
  readonly tell: Tell;
  /** Receives what will lie there, before the first page is made. */
  readonly onPages: (now: Pages) => void;
}

/** Pages between two messages about how many are made. */
const told = 50;

/**
 * Lets Astro make only the pages that the last build did not leave as they would be made now: those without
 * a key in `getStaticPaths`, with another one, and those that are missing. Astro's own incremental build
 * (`experimental.incrementalBuild`) does the same, but writes every page twice.
 */
export function changedPages(
  astro: AstroPrerenderer,
  { out, before, tell, onPages }: ChangedPagesOptions,
): AstroPrerenderer {
  let done = 0;
  let changed = 0;
  return {
    ...astro,
    getStaticPaths: async () => {
      const paths = await astro.getStaticPaths();
      const now = paths.map(
        ({ pathname, cacheKey }) => [pageFile(pathname), cacheKey ?? null] as const,
      );
      const wanted = paths.filter((_, place) => {
        const [file, key] = now[place]!;
        return key === null || before[file] !== key || !existsSync(join(out, file));
      });
      changed = wanted.length;
      tell({ kind: 'pages', count: paths.length, changed });
      // in no other order than that of names, so that the same site has the same manifest
      onPages(Object.fromEntries(now.toSorted(([a], [b]) => (a < b ? -1 : 1))));
      return wanted;
    },
    render: async (request, options) => {
      const page = await astro.render(request, options);
      done += 1;
      if (done % told === 0 || done === changed) tell({ kind: 'page', done, of: changed });
      return page;
    },
  };
}

/** As Astro names it with the format `directory`. */
function pageFile(pathname: string): string {
  const path = pathname.replace(/^\/|\/$/g, '');
  if (path === '404') return '404.html';
  return path === '' ? 'index.html' : `${path}/index.html`;
}

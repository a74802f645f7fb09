import { absoluteLink } from '../catalogue/exchanged.ts';
import type { IndexedModule } from '../catalogue/indexed-module.ts';
import { navigation } from '../catalogue/navigation.ts';
import type { Site } from '../catalogue/site.ts';
import type { CatalogueFiles } from './catalogue-files.ts';
import type { SiteFile } from './site-file.ts';
import { xmlText } from './xml-text.ts';

/** As sitemaps.org allows in one file. */
const mostAddresses = 50_000;
const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** An internal catalogue is nobody's to search. */
const nobody = 'User-agent: *\nDisallow: /\n';

interface Address {
  readonly path: string;
  /** YYYY-MM-DD. */
  readonly updated?: string | undefined;
}

/**
 * `/sitemap.xml`, an index of several files when there are more addresses than one may hold; none for a site
 * without a public address. Where the site lies at the root of its address, `/robots.txt` names it.
 */
export const sitemap: CatalogueFiles = (modules, site) => {
  if (site.isInternal === true) return [{ path: 'robots.txt', content: nobody }];
  if (site.address === undefined) return [];
  return [...sitemapFiles(listAddresses(modules), site), ...robots(site)];
};

function listAddresses(modules: readonly IndexedModule[]): readonly Address[] {
  const shown = modules.filter(({ entry }) => entry.status !== 'retired');
  // what lies below a section is linked from there
  const sections = navigation('/', '').map(({ href }) => ({ path: href.slice(1) }));
  return [
    ...sections,
    ...shown.map(({ id, entry }) => ({ path: `modules/${id}/`, updated: entry.updated })),
  ];
}

/** @param addresses all pages that search engines should know */
export function sitemapFiles(addresses: readonly Address[], site: Site): readonly SiteFile[] {
  if (addresses.length <= mostAddresses) {
    return [{ path: 'sitemap.xml', content: urlSet(addresses, site) }];
  }
  const parts = Array.from({ length: Math.ceil(addresses.length / mostAddresses) }, (_, index) => ({
    path: `sitemap-${index + 1}.xml`,
    content: urlSet(addresses.slice(index * mostAddresses, (index + 1) * mostAddresses), site),
  }));
  const lines = parts.map(({ path }) => `  <sitemap>${location(path, site)}</sitemap>`);
  return [{ path: 'sitemap.xml', content: wrap('sitemapindex', lines) }, ...parts];
}

function urlSet(addresses: readonly Address[], site: Site): string {
  const lines = addresses.map(({ path, updated }) => {
    const day = updated === undefined ? '' : `<lastmod>${xmlText(updated)}</lastmod>`;
    return `  <url>${location(path, site)}${day}</url>`;
  });
  return wrap('urlset', lines);
}

function location(path: string, site: Site): string {
  return `<loc>${xmlText(absoluteLink(site, path))}</loc>`;
}

function wrap(element: string, lines: readonly string[]): string {
  const first = '<?xml version="1.0" encoding="utf-8"?>';
  return [first, `<${element} xmlns="${namespace}">`, ...lines, `</${element}>`, ''].join('\n');
}

/** Robots are read at the root of an address only. */
function robots(site: Site): readonly SiteFile[] {
  if (site.base.replaceAll('/', '') !== '') return [];
  const content = `User-agent: *\nAllow: /\nSitemap: ${absoluteLink(site, 'sitemap.xml')}\n`;
  return [{ path: 'robots.txt', content }];
}

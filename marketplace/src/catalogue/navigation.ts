import { siteLink } from './site-link.ts';

/** A link of the bar on top of every page. */
export interface NavigationItem {
  readonly title: string;
  readonly href: string;
  /** The page shown is this one, or lies below it. */
  readonly current: 'page' | 'true' | undefined;
}

const sections: readonly { readonly title: string; readonly path: string }[] = [
  { title: 'Modules', path: '' },
  { title: 'Recipes', path: 'recipes/' },
  { title: 'Leaderboards', path: 'leaderboards/' },
  { title: 'How-to', path: 'how-to/' },
  { title: 'Roles', path: 'roles/' },
  { title: 'Status', path: 'status/' },
];

/** @param shown path of the page that is shown, with the site's base */
export function navigation(base: string, shown: string): readonly NavigationItem[] {
  return sections.map(({ title, path }) => {
    const href = siteLink(base, path);
    return { title, href, current: isCurrent(siteLink(base, ''), href, shown) };
  });
}

function isCurrent(home: string, href: string, shown: string): NavigationItem['current'] {
  if (shown === href) return 'page';
  const below = href === home ? siteLink(home, 'modules/') : href;
  return shown.startsWith(below) ? 'true' : undefined;
}

import { mostCompared } from '../catalogue/compare-modules.ts';

const storageKey = 'orangery-compare';

/** Modules chosen to be set side by side, kept while the tab is open. */
export function readChosen(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isId).slice(0, mostCompared) : [];
  } catch {
    // a browser may forbid storage, and what is kept may be broken: nothing is chosen then
    return [];
  }
}

export function keepChosen(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(ids));
  } catch {
    // without storage the choice lasts as long as the page
  }
}

/** Ids in an address, `?modules=a,b`; at most four, each once. */
export function parseChosen(search: string): readonly string[] {
  const asked = (new URLSearchParams(search).get('modules') ?? '').split(',');
  return [...new Set(asked)].filter(isId).slice(0, mostCompared);
}

/** Only what can be the name of a module's folder becomes part of an address. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text);
}

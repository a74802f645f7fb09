import { isObject } from './is-object.ts';
import type { UpgradeStep } from './upgrade-step.ts';

/** `configuration/1` could name repositories of GitHub alone, and gave a source no name of its own. */
export const configurationFrom1: UpgradeStep = {
  from: 'configuration/1',
  to: 'configuration/2',
  what: 'a source has a name, and a link to any Git repository in place of owner/name',
  upgrade: (configuration) => ({
    ...configuration,
    schema: 'configuration/2',
    ...('sources' in configuration && { sources: sourcesOf(configuration.sources) }),
  }),
};

function sourcesOf(sources: unknown): unknown {
  if (!Array.isArray(sources)) return sources;
  const taken = new Set<string>();
  return sources.map((source: unknown) => {
    if (!isObject(source) || typeof source.repository !== 'string') return source;
    const { repository, ...rest } = source;
    const name = freeName(nameOf(source.repository), taken);
    taken.add(name);
    return { name, link: `https://github.com/${repository}`, ...rest };
  });
}

/** `Acme/Leaf_Models.git` → `leaf-models`. */
function nameOf(repository: string): string {
  const last = repository
    .split('/')
    .at(-1)!
    .replace(/\.git$/, '');
  const words = last.toLowerCase().split(/[^a-z0-9]+/);
  const name = words.filter((word) => word !== '').join('-');
  return /^[a-z]/.test(name) ? name : `source-${name}`.replace(/-$/, '');
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(name)) return name;
  }
}

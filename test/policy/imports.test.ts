import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, sources, type Source } from './sources.ts';

const isIn = (folder: string) => (path: string) => path.startsWith(folder);

/** Packages by the only place that may import them. */
const owned: readonly (readonly [RegExp, (path: string) => boolean])[] = [
  [/^gray-matter$/, (path) => path === 'schemas/src/front-matter.ts'],
  [/^(ajv|ajv-formats|yaml)(\/|$)/, isIn('schemas/')],
  [/^execa$/, (path) => path === 'runner/src/command.ts'],
  [
    /^(node:)?child_process$/,
    // a local job is a process group of its own and gets SIGINT first, which `runCommand` knows not;
    // what is to outlive its starter is nothing for execa
    (path) =>
      isIn('cli/bin/')(path) ||
      path === 'runner/src/command.ts' ||
      path === 'actions/local-github/executor/steps/run-process.ts',
  ],
  // the address of a file is no code
  [/^@tensorflow\/(?!.*\.wasm\?url$)/, isIn('runner/src/compute/')],
  [/^(fastify|@fastify\/.*)$/, isIn('runner/src/')],
  [/^sharp$/, isIn('runner/')],
  [/^(commander|cli-progress|cli-table3)$/, isIn('cli/src/')],
  [/^(@actions\/.*|@octokit\/.*|octokit)$/, isIn('actions/')],
  [/^astro(:|\/|$)/, isIn('marketplace/src/')],
];

/** Who may import which of our packages (DESIGN, "The house"). */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  runner: ['@orangery/schemas'],
  // single entries of the runner, so that a bundle holds no more of it than it uses
  actions: [
    '@orangery/schemas',
    '@orangery/runner',
    '@orangery/runner/command',
    '@orangery/runner/dataset-link',
    '@orangery/runner/machines',
    '@orangery/runner/progress',
    '@orangery/runner/provenance',
    '@orangery/runner/verify',
  ],
  // single entries, so that a verb loads no more than it uses
  cli: [
    '@orangery/actions/access',
    '@orangery/actions/local-github',
    '@orangery/actions/machines',
    '@orangery/actions/setup',
    '@orangery/actions/validation',
    '@orangery/runner',
    '@orangery/runner/deployment',
    '@orangery/runner/exchange',
    '@orangery/runner/machines',
    '@orangery/schemas',
  ],
  marketplace: [
    '@orangery/schemas',
    '@orangery/runner/browser',
    '@orangery/runner/exchange',
    '@orangery/runner/form',
    '@orangery/runner/provenance',
  ],
  modules: ['@orangery/runner/module'],
};

/** A template's module.ts is what lies in a module's folder later. */
function layerOf(path: string): string {
  const isModule = path.startsWith('runner/templates/') && path.endsWith('/module.ts');
  return isModule ? 'modules' : path.split('/')[0]!;
}

function offences(isWrong: (specifier: string, path: string) => boolean): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((specifier) => isWrong(specifier, source.path))
      .map((specifier) => `${source.path} imports ${specifier}`),
  );
}

it('reads imports of every form', () => {
  const text = `import a from 'a';\nimport {\n  b,\n} from 'b';\nimport type { C } from 'c';
export * from 'd'; await import('e'); import 'f';\n// taken from 'nowhere'\nconst g = 'g';`;
  expect(importsOf({ path: 'x.ts', text }).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(sources.length).toBeGreaterThan(100);
});

describe('packages', () => {
  it.each(owned)('%s are imported only in their place', (pattern, isOwner) => {
    expect(offences((specifier, path) => pattern.test(specifier) && !isOwner(path))).toEqual([]);
  });

  it('gray-matter is imported by somebody: its rule is not empty', () => {
    expect(offences((specifier) => specifier === 'gray-matter')).toHaveLength(1);
  });
});

describe('layers', () => {
  it('import only what stands below them', () => {
    const isAllowed = (layer: string, specifier: string): boolean =>
      mayImport[layer]!.some((name) =>
        name === '@orangery/schemas'
          ? specifier === name || specifier === `${name}/files`
          : specifier === name,
      );
    expect(
      offences(
        (specifier, path) =>
          specifier.startsWith('@orangery/') && !isAllowed(layerOf(path), specifier),
      ),
    ).toEqual([]);
  });

  it('are left by no relative path', () => {
    expect(
      offences((specifier, path) => {
        if (!specifier.startsWith('.')) return false;
        const target = posix.join(posix.dirname(path), specifier);
        return target.split('/')[0] !== path.split('/')[0];
      }),
    ).toEqual([]);
  });
});

describe('what a page loads', () => {
  const byPath = new Map(sources.map((source) => [source.path, source]));

  it.each([
    'schemas/src/index.ts',
    'runner/src/browser.ts',
    'runner/src/exchange/index.ts',
    'runner/src/form.ts',
  ])('%s reaches no part of Node', (entry) => {
    const reached = reach(byPath.get(entry)!);
    expect(reached.size).toBeGreaterThan(3);
    const wrong = [...reached].flatMap((source) =>
      valueImportsOf(source)
        .filter((name) => name.startsWith('node:') || name === '@orangery/schemas/files')
        .map((name) => `${source.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  /** The sources that an entry loads, without what is imported when it is needed. */
  function reach(entry: Source, reached = new Set<Source>()): Set<Source> {
    if (reached.has(entry)) return reached;
    reached.add(entry);
    for (const name of valueImportsOf(entry)) {
      const next = byPath.get(posix.join(posix.dirname(entry.path), name));
      if (name.startsWith('.') && next !== undefined) reach(next, reached);
    }
    return reached;
  }

  /** Imports that stay when types are taken away, and that come at once. */
  function valueImportsOf({ path, text }: Source): string[] {
    const kept = text.replace(/^(import|export) type [^;]*;/gm, '').replace(/\bimport\(/g, '(');
    return importsOf({ path, text: kept });
  }
});

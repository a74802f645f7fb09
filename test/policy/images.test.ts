import { describe, expect, it } from 'vitest';
import { backends } from '../../runner/src/compute/backends/index.ts';
import { readTracked, trackedPaths, type Source } from './sources.ts';

const dockerfiles = readTracked((path) => /(^|\/)Dockerfile[^/]*$/.test(path)).filter(({ path }) =>
  path.startsWith('runner/'),
);

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** Instructions in their order, with lines that go on put together. */
function instructionsOf({ text }: Source): readonly Instruction[] {
  const lines = text.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, ' ');
  return lines.split('\n').flatMap((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    return name === undefined ? [] : [{ name, text: rest! }];
  });
}

/** What the image itself is made by: the last stage. */
function lastStage(source: Source): readonly Instruction[] {
  const all = instructionsOf(source);
  return all.slice(all.findLastIndex(({ name }) => name === 'FROM'));
}

const texts = (instructions: readonly Instruction[], wanted: string): readonly string[] =>
  instructions.filter(({ name }) => name === wanted).map(({ text }) => text);

describe('Dockerfiles', () => {
  it('are found', () => {
    const names = dockerfiles.map(({ path }) => path.split('/').at(-2));
    expect(names).toEqual(expect.arrayContaining(['serve', 'train-cpu', 'train-gpu']));
  });

  describe.each(dockerfiles.map((source) => [source.path, source] as const))('%s', (_, source) => {
    const all = instructionsOf(source);
    const bases = texts(all, 'ARG').filter((text) => /^[A-Z]+_IMAGE=/.test(text));

    it('starts from BASE_IMAGE, so that another base can be taken', () => {
      expect(bases.some((text) => text.startsWith('BASE_IMAGE='))).toBe(true);
      expect(lastStage(source)[0]?.text).toMatch(/^\$\{BASE_IMAGE\}/);
    });

    it('names every base by a version', () => {
      for (const text of bases) expect(text).toMatch(/^\w+=[^:@]+[:@](?!latest$)\S+$/);
      const stages = texts(all, 'FROM').flatMap((text) => / AS (\S+)$/.exec(text)?.[1] ?? []);
      const others = texts(all, 'COPY').flatMap((text) => /--from=(\S+)/.exec(text)?.[1] ?? []);
      for (const from of texts(all, 'FROM')) expect(from).toMatch(/^\$\{[A-Z]+_IMAGE\}/);
      expect(others.filter((name) => !stages.includes(name))).toEqual([]);
    });

    it('ends as a user that is not root, by its number', () => {
      expect(texts(lastStage(source), 'USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    });

    it('starts its program without a shell', () => {
      for (const name of ['ENTRYPOINT', 'CMD']) {
        for (const text of texts(lastStage(source), name)) {
          expect(Array.isArray(JSON.parse(text))).toBe(true);
        }
      }
    });

    // a template is a contributor's, whose image says what it is by its module
    it.skipIf(source.path.startsWith('runner/templates/'))(
      'says what it is and of which commit',
      () => {
        const labels = texts(lastStage(source), 'LABEL').join(' ');
        expect(labels).toMatch(/org\.opencontainers\.image\.title="/);
        expect(labels).toMatch(/org\.opencontainers\.image\.revision="?\$\{COMMIT\}/);
      },
    );

    it('fetches nothing but packages of a lock file or of Debian', () => {
      expect(texts(all, 'ADD')).toEqual([]);
      const runs = texts(all, 'RUN').join('\n');
      // pinned by hash, as a lock file pins
      const locked = /pip install (?=.*--require-hashes)(?=.*--only-binary :all:)(?=.*-r )/g;
      const others = runs.replaceAll(locked, '');
      expect(others).not.toMatch(/curl|wget|https?:|npx |npm (install|i) |pip /);
      expect(runs.match(/npm ci /g) ?? []).toEqual(
        runs.match(/npm ci (?=.*--ignore-scripts)/g) ?? [],
      );
    });

    it('holds no secret, in no layer and no argument', () => {
      const kept = [...texts(all, 'ARG'), ...texts(all, 'ENV')].join('\n');
      expect(kept).not.toMatch(/token|secret|password|passwd|_key|credential/i);
      expect(texts(all, 'COPY').join('\n')).not.toMatch(/^\.(\s|$)|\s\.\s+\S+$/m);
      expect(texts(all, 'COPY').join('\n')).not.toMatch(/\.env|\.ssh|\.git\b|\.docker/);
    });

    it('gives nobody more than a user has', () => {
      expect(source.text).not.toMatch(/sudo|setcap|chmod\s+\S*[u+]\S*s|--privileged|docker\.sock/);
    });
  });
});

describe('the lock file of an image', () => {
  it('is there for each package.json of one', () => {
    const manifests = trackedPaths.filter((path) => /^runner\/image\/.*package\.json$/.test(path));
    expect(manifests).toContain('runner/image/train-gpu/package.json');
    for (const path of manifests) {
      expect(trackedPaths).toContain(path.replace('package.json', 'package-lock.json'));
    }
  });

  it('has every package by its hash, in the versions that the backends ask for', () => {
    const [lock] = readTracked((path) => path === 'runner/image/train-gpu/package-lock.json');
    const { packages } = JSON.parse(lock!.text) as {
      packages: Record<string, { version?: string; integrity?: string; dependencies?: object }>;
    };
    const { '': root, ...others } = packages;
    for (const { integrity } of Object.values(others)) expect(integrity).toMatch(/^sha512-/);
    const wanted = backends.filter(({ name }) => name === 'tensorflow-gpu' || name === 'webgpu');
    const locked = Object.entries(root!.dependencies!).map(
      ([name, version]) => `${name}@${version}`,
    );
    expect(locked.toSorted()).toEqual(wanted.flatMap((backend) => backend.packages).toSorted());
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileChange, TreeEntry } from '../../../actions/github/entities.ts';
import {
  classifyChanges,
  type Contribution,
} from '../../../actions/pull-request/classify-changes.ts';

function blob(path: string, mode = '100644'): TreeEntry {
  return { path, mode, type: mode === '160000' ? 'commit' : 'blob', sha: 'a'.repeat(40) };
}

function added(path: string): FileChange {
  return { path, status: 'added' };
}

/** A pull request that adds these files, as GitHub tells of it. */
function adding(paths: readonly string[], more: Partial<Contribution> = {}): Contribution {
  return {
    files: paths.map(added),
    changedFiles: paths.length,
    entries: paths.map((path) => blob(path)),
    baseIds: ['iris', 'rose'],
    ...more,
  };
}

function because(contribution: Contribution): string {
  const changes = classifyChanges(contribution);
  return changes.kind === 'unreadable' ? changes.because : JSON.stringify(changes);
}

describe('what is readable', () => {
  it('is files of modules', () => {
    expect(
      classifyChanges(adding(['modules/rose/module.md', 'modules/iris/a.md', 'modules/iris/b/c'])),
    ).toEqual({ kind: 'modules', ids: ['iris', 'rose'] });
  });

  it('is one deployment, whatever the others beside it look like', () => {
    const path = 'deployments/iris.yml';
    const entries = [blob(path), blob('deployments/old.yml', '100755')];
    expect(classifyChanges(adding([path], { entries }))).toEqual({
      kind: 'deployment',
      name: 'iris',
    });
  });

  it('is a deployment that is removed', () => {
    const files: FileChange[] = [{ path: 'deployments/iris.yml', status: 'removed' }];
    expect(classifyChanges(adding([], { files, changedFiles: 1, entries: [] }))).toEqual({
      kind: 'deployment',
      name: 'iris',
    });
  });

  it('is one request for a child that is not there yet', () => {
    const path = 'modules/iris-2/training/first.yml';
    expect(classifyChanges(adding([path]))).toEqual({ kind: 'request', child: 'iris-2', path });
  });
});

describe('a request', () => {
  const path = 'modules/iris-2/training/first.yml';
  it.each([
    ['for a module that is there', adding([path], { baseIds: ['iris-2'] })],
    ['that is changed', adding([path], { files: [{ path, status: 'modified' }] })],
    ['with a second file', adding([path, 'modules/iris-2/module.md'])],
    ['deeper down', adding(['modules/iris-2/training/a/b.yml'])],
    ['in another form', adding(['modules/iris-2/training/first.json'])],
  ])('is none: %s', (_, contribution) => {
    expect(classifyChanges(contribution).kind).toBe('modules');
  });

  it('is none when its folder holds more than the list says', () => {
    const entries = [blob(path), blob('modules/iris-2/module.md')];
    expect(because(adding([path], { entries }))).toBe('modules/iris-2 holds more than the request');
  });
});

it.each([
  ['a workflow', ['.github/workflows/validate.yml']],
  ['a module and the tool', ['modules/iris/module.md', 'schemas/src/index.ts']],
  ['two deployments', ['deployments/a.yml', 'deployments/b.yml']],
  ['a deployment and a module', ['deployments/a.yml', 'modules/iris/module.md']],
  ['a file among the modules', ['modules/README.md']],
  ['a folder of deployments', ['deployments/a/b.yml']],
  ['a deployment with an odd name', ['deployments/A b.yml']],
  ['a folder that only begins like it', ['modules2/iris/module.md']],
])('takes %s for something else', (_, paths) => {
  expect(classifyChanges(adding(paths)).kind).toBe('other');
});

it('counts both names of a renamed file', () => {
  const files: FileChange[] = [
    { path: 'modules/iris/a', previousPath: '.github/workflows/a.yml', status: 'renamed' },
  ];
  const entries = [blob('modules/iris/a')];
  expect(classifyChanges(adding([], { files, changedFiles: 1, entries }))).toEqual({
    kind: 'other',
    paths: ['.github/workflows/a.yml'],
  });
  const both: FileChange[] = [
    { path: 'modules/iris/a', previousPath: 'modules/rose/a', status: 'renamed' },
  ];
  expect(classifyChanges(adding([], { files: both, changedFiles: 1, entries }))).toEqual({
    kind: 'modules',
    ids: ['iris', 'rose'],
  });
});

describe('what is unreadable, and why', () => {
  const path = 'modules/iris/a';
  const one = (entry: TreeEntry) => adding([entry.path], { entries: [entry] });
  it.each([
    ['a link', one(blob(path, '120000'))],
    ['a submodule', one(blob(path, '160000'))],
    ['an executable', one(blob(path, '100755'))],
    ['an unknown mode', one(blob(path, '100664'))],
    [
      'a link that was there before',
      adding([path], { entries: [blob(path), blob('modules/iris/b', '120000')] }),
    ],
    ['no file', adding([])],
    ['no count', adding([path], { changedFiles: null })],
    ['more files than are listed', adding([path], { changedFiles: 2 })],
    ['3,001 files', adding([path], { changedFiles: 3001 })],
    ['files that differ in case', adding(['modules/iris/A', 'modules/iris/a'])],
    [
      'a file that differs in case from one there',
      adding([path], { entries: [blob(path), blob('modules/iris/A')] }),
    ],
    ['folders that differ in case', adding(['modules/iris/B/x', 'modules/iris/b/y'])],
    ['a module that differs in case', adding(['modules/Iris/module.md'])],
    ['a module with an odd name', adding(['modules/Lily_1/module.md'])],
    [
      'a deployment that differs in case',
      adding(['deployments/a.yml'], {
        entries: [blob('deployments/a.yml'), blob('deployments/A.yml')],
      }),
    ],
    ['ß beside ss', adding(['modules/iris/ß', 'modules/iris/SS'])],
    ['a name not in NFC', adding(['modules/iris/a\u0308'])],
    ['a control character', adding(['modules/iris/a\nb'])],
    ['a mark of direction', adding(['modules/iris/\u202egnp.exe'])],
    ['a joiner that is not seen', adding(['modules/iris/.g\u200cit/hooks'])],
    ['..', adding(['modules/iris/../../.github/a.yml'])],
    ['.git', adding(['modules/iris/.git/config'])],
    ['.GIT', adding(['modules/iris/.GIT/config'])],
    ['git~1', adding(['modules/iris/git~1/config'])],
    ['.git with a dot behind', adding(['modules/iris/.git./config'])],
    ['a backslash', adding(['modules/iris/a\\b'])],
    ['a blank at the end', adding(['modules/iris/a '])],
    ['bytes that are no text', adding(['modules/iris/\ufffd'])],
    ['half a character', adding(['modules/iris/\ud800'])],
    ['a long name', adding([`modules/iris/${'a'.repeat(256)}`])],
    ['a head that has the file not', adding([path], { entries: [] })],
    ['a head that has a removed file', adding([path], { files: [{ path, status: 'removed' }] })],
  ])('%s', (_, contribution) => {
    expect(classifyChanges(contribution).kind).toBe('unreadable');
    expect(because(contribution)).toMatchSnapshot();
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const path = fc
  .tuple(name, fc.array(name, { minLength: 1, maxLength: 3 }))
  .map(([id, rest]) => `modules/${id}/${rest.join('/')}.md`);
const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 8 });

describe('for every contribution', () => {
  it('names exactly the folders it touches', () => {
    fc.assert(
      fc.property(paths, (found) => {
        const changes = classifyChanges(adding(found));
        const ids = [...new Set(found.map((each) => each.split('/')[1]!))].sort();
        if (changes.kind === 'request') expect([changes.child]).toEqual(ids);
        else expect(changes).toEqual({ kind: 'modules', ids });
      }),
    );
  });

  it('lets no path outside of the folders pass, whatever it is and by whichever name', () => {
    const outside = fc
      .oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ minLength: 1 }))
      .filter((each) => !/^(modules\/[^/]+|deployments)\/./s.test(each));
    fc.assert(
      fc.property(paths, outside, fc.boolean(), (good, bad, isPrevious) => {
        const last: FileChange = isPrevious
          ? { path: 'modules/iris/moved', previousPath: bad, status: 'renamed' }
          : added(bad);
        const files = [...good.map(added), last];
        const entries = [...good, last.path].map((each) => blob(each));
        const { kind } = classifyChanges({
          files,
          changedFiles: files.length,
          entries,
          baseIds: [],
        });
        expect(['other', 'unreadable']).toContain(kind);
      }),
    );
  });

  it('does not depend on the order of what GitHub lists', () => {
    fc.assert(
      fc.property(paths, fc.infiniteStream(fc.nat()), (found, order) => {
        const shuffled = found
          .map((each) => [order.next().value ?? 0, each] as const)
          .sort(([a], [b]) => a - b)
          .map(([, each]) => each);
        expect(classifyChanges(adding(shuffled))).toEqual(classifyChanges(adding(found)));
      }),
    );
  });

  it('is unreadable with any entry that is no plain file or folder', () => {
    const mode = fc.constantFrom('120000', '160000', '100755', '100664', '100600', '');
    fc.assert(
      fc.property(paths, mode, fc.nat(), (found, odd, at) => {
        const entries = found.map((each, index) =>
          blob(each, index === at % found.length ? odd : '100644'),
        );
        expect(classifyChanges(adding(found, { entries })).kind).toBe('unreadable');
      }),
    );
  });

  it('never throws', () => {
    const text = fc.string({ unit: 'binary' });
    const file = fc.record({
      path: text,
      status: fc.constantFrom('added' as const, 'removed' as const, 'renamed' as const),
      previousPath: fc.option(text, { nil: undefined }),
    });
    const entry = fc.record({
      path: text,
      mode: text,
      type: fc.constant('blob' as const),
      sha: text,
    });
    fc.assert(
      fc.property(fc.array(file), fc.array(entry), fc.array(text), (files, entries, baseIds) => {
        classifyChanges({ files, changedFiles: files.length, entries, baseIds });
      }),
    );
  });
});

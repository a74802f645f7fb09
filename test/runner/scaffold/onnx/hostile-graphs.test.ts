import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { readModule } from '@orangery/schemas/files';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importOnnx } from '../../../../runner/src/scaffold/onnx/import-onnx.ts';
import { moduleOfGraph } from '../../../../runner/src/scaffold/onnx/module-of-graph.ts';
import { writeNewModule } from '../../../../runner/src/scaffold/write-new-module.ts';
import { onnxFixtures } from '../../../helpers/onnx-module.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { withDescription, withMetadata } from './metadata.ts';

const graphs = await Promise.all(
  ['columns', 'picture', 'words', 'tensor', 'mapped', 'merged'].map(async (name) =>
    readFile(join(onnxFixtures, `${name}.onnx`)),
  ),
);
const columns = graphs[0]!;

const graph = fc.constantFrom(...graphs);

/** Bytes exchanged: what stands in lengths stays whole more often. */
const exchanged = fc
  .tuple(graph, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 2 }))
  .map(([bytes, changes]) => {
    const made = Uint8Array.from(bytes);
    for (const [place, value] of changes) made[place % made.length] = value;
    return made;
  });

/** Bytes taken out, and others put in. */
const shifted = fc
  .tuple(graph, fc.nat(), fc.nat(3), fc.uint8Array({ maxLength: 3 }))
  .map(([bytes, place, removed, added]) => {
    const made = [...bytes];
    made.splice(place % made.length, removed, ...added);
    return Uint8Array.from(made);
  });

const mangled = fc.oneof({ weight: 3, arbitrary: exchanged }, { weight: 1, arbitrary: shifted });

/** Longer than is kept, broken, or what YAML, Markdown and JavaScript read as something else. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    ...['', '---', '\n---\ntitle: x', '- a\n- b', '*a', '&a [*a]', '!!js/function x', '\0', '\r'],
    ...['{0: a, 1: b, 2: c}', '[a, b, c]', 'a,b,c', '{"__proto__": 1}', '[1, 2, 3]', '[[],[],[]]'],
    ...["{0: 'a\\n<b>', 1: 'b: c', 2: '__proto__'}", 'x'.repeat(5000), '["é", "~", "null"]'],
  ),
);
const key = fc.oneof(
  fc.constantFrom('names', 'classes', 'feature_names', 'columns', '__proto__', 'constructor'),
  text,
);

describe('a graph of somebody else', () => {
  it(
    'that is mangled becomes a module or is refused with a reason',
    { timeout: 60_000 },
    async () => {
      let made = 0;
      await fc.assert(
        fc.asyncProperty(mangled, async (bytes) => {
          const outcome = await importOf(bytes).catch((error: unknown) => error);
          if (outcome instanceof Error) {
            expect(outcome, outcome.stack).toBeInstanceOf(Failure);
            expect(outcome.message).not.toBe('');
          } else made += 1;
        }),
        { numRuns: 300 },
      );
      expect(made).toBeGreaterThan(0);
    },
  );

  it('may say anything of itself: the module is valid and says it too', async () => {
    const root = await tempFolder();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, text, { maxKeys: 4 }), text, async (metadata, said) => {
        const bytes = withDescription(withMetadata(columns, metadata), said);
        const imported = await importOf(bytes);
        const name = `made-${(count += 1)}`;
        const folder = join(root, name);
        const placed = { folder, name, isLarge: false, weights: bytes };
        await writeNewModule(moduleOfGraph({ ...placed, imported }), folder, name);
        const read = await readModule(folder, root);
        expect(read.kind).toBe('valid');
      }),
      { numRuns: 60 },
    );
  });
});

async function importOf(bytes: Uint8Array) {
  return importOnnx({
    ...{ bytes, file: 'graph.onnx' },
    details: { id: 'found', title: 'Found', authors: [], today: '2026-11-23' },
    wish: { preprocessing: {}, isRaw: false, shapes: new Map() },
  });
}

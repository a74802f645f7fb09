import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDangers } from '../../../../runner/src/inference/onnx/find-dangers.ts';
import { caught } from '../../../helpers/caught.ts';
import { onnxFixtures, onnxPredictor } from '../../../helpers/onnx-module.ts';
import { columns } from './declared.ts';

const good = await readGraph('columns');

describe('findDangers', () => {
  it.each(['columns', 'picture', 'single', 'tensor', 'free', 'words', 'mapped'])(
    'finds none in %s',
    async (name) => {
      expect(findDangers(await readGraph(name))).toEqual([]);
    },
  );

  it.each([
    ['custom', 'operators of the domain "acme.example"'],
    ['custom-inside', 'operators of the domain "acme.example"'],
    ['external', 'weights in another file'],
  ])('finds in %s: %s', async (name, danger) => {
    expect(findDangers(await readGraph(name))).toEqual([danger]);
  });

  it('finds the operator that names a file of an accelerator', () => {
    const node = [
      ...message(4, Buffer.from('EPContext')),
      ...message(7, Buffer.from('com.microsoft')),
    ];
    expect(findDangers(Uint8Array.from(message(7, message(1, node))))).toEqual([
      'the operator EPContext',
    ]);
  });

  it('looks into weights of attributes, functions and trainings', () => {
    const outside = [14 << 3, 1];
    const attribute = message(5, message(5, outside));
    const places = [
      message(7, message(1, attribute)),
      message(25, message(7, attribute)),
      message(25, message(11, message(10, outside))),
      message(20, message(2, message(15, message(1, outside)))),
    ];
    for (const place of places) {
      expect(findDangers(Uint8Array.from(place))).toEqual(['weights in another file']);
    }
  });

  it.each([
    ['its own format', Buffer.from('\0\0\0\0ORTM\0\0\0\0', 'latin1')],
    ['a group', Uint8Array.from([(7 << 3) | 3])],
    ['a cut field', Uint8Array.from([...message(7, Buffer.alloc(9))].slice(0, 5))],
    ['a tag that a parser may cut to another', Uint8Array.from([0xba, 0x80, 0x80, 0x80, 0x70, 0])],
    ['a number that does not end', Uint8Array.from([8, ...Array<number>(11).fill(0xff)])],
    ['graphs in graphs without end', nested(200)],
  ])('refuses %s', (_, bytes) => {
    expect(() => findDangers(bytes)).toThrow(/^expected /);
  });

  it('ends with an answer or a plain error, whatever the bytes', () => {
    const changed = fc
      .tuple(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 }))
      .map(([place, bytes]) =>
        Buffer.concat([good.subarray(0, place), bytes, good.subarray(place)]),
      );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), (bytes) => {
        try {
          return Array.isArray(findDangers(bytes));
        } catch (error) {
          return error instanceof Error && error.message.startsWith('expected ');
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it('loads no graph that is dangerous or damaged', async () => {
  const half = good.subarray(0, good.length / 2);
  const letters = Buffer.concat([Buffer.from('no graph'), good]);
  const told: string[] = [];
  for (const graph of ['custom', 'custom-inside', 'external', half, letters, Buffer.from([8, 8])]) {
    told.push(await caught(() => onnxPredictor(graph, columns)));
  }
  expect(told).toMatchInlineSnapshot(`
    [
      "MODULE_INVALID foreign-graph/artifact/model.onnx: expected a graph that is complete and runs no code of its own, found operators of the domain "acme.example"",
      "MODULE_INVALID foreign-graph/artifact/model.onnx: expected a graph that is complete and runs no code of its own, found operators of the domain "acme.example"",
      "MODULE_INVALID foreign-graph/artifact/model.onnx: expected a graph that is complete and runs no code of its own, found weights in another file",
      "MODULE_INVALID foreign-graph/artifact/model.onnx: expected an ONNX graph that onnxruntime loads, found: expected more bytes, found the end",
      "MODULE_INVALID foreign-graph/artifact/model.onnx: expected an ONNX graph that onnxruntime loads, found: expected a field, found the tag 110",
      "MODULE_INVALID foreign-graph/artifact/model.onnx: expected an ONNX graph that onnxruntime loads, found: No graph was found in the protobuf.",
    ]
  `);
});

async function readGraph(name: string): Promise<Buffer> {
  return readFile(join(onnxFixtures, `${name}.onnx`));
}

/** A field that holds a message, text or bytes. */
function message(number: number, content: Iterable<number>): number[] {
  const bytes = [...content];
  const tag = (number << 3) | 2;
  const key = tag < 128 ? [tag] : [(tag & 0x7f) | 0x80, tag >> 7];
  const length = bytes.length;
  return [...key, ...(length < 128 ? [length] : [(length & 0x7f) | 0x80, length >> 7]), ...bytes];
}

/** Each graph in an attribute of a node of the one around it. */
function nested(depth: number): Uint8Array {
  let graph: number[] = [];
  for (let level = 0; level < depth; level += 1) graph = message(1, message(5, message(6, graph)));
  return Uint8Array.from(message(7, graph));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  checkRecord,
  Failure,
  failureCodes,
  hashRecord,
  schemaNames,
  toFailure,
  withoutSecrets,
  type RecordName,
} from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import type { UpgradeStep } from '../../schemas/src/migrate/upgrade-step.ts';
import { resolveNode, schemas, type Node } from './schema-rules.ts';

describe('canonical form', () => {
  it('is that of RFC 8785', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  // RFC 8785, appendix B: the bits of a double, and how it is written
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it('sorts names by UTF-16 units', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const record = Object.fromEntries(names.map((name) => [name, 0]));
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
    expect(Object.keys(JSON.parse(canonicalJson(record)) as object).sort()).toEqual(sorted.sort());
    expect(canonicalJson(record)).toBe(
      `{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`,
    );
  });

  it.each([[undefined], [Number.NaN], [Infinity], ['\ud800'], [{ a: 1n }]])(
    'is refused to what is no JSON',
    (value) => {
      expect(() => canonicalJson(value)).toThrow();
    },
  );

  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(hashRecord(reversed)).toBe(hashRecord(record));
      }),
    );
  });
});

describe('checkRecord', () => {
  const names = Object.keys(schemaNames) as RecordName[];

  it('never throws, whatever the value is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        const checked = checkRecord(name, value);
        if (checked.kind === 'invalid') expect(checked.problems).not.toEqual([]);
      }),
    );
  });

  it('never throws, whatever stands in the fields of a record', () => {
    const fields = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    const schema = fc.oneof(
      fc.constantFrom(...Object.values(schemaNames)),
      fc.constantFrom('constructor', '__proto__', 'toString', ''),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), fields, schema, (name, record, first) => {
        const checked = checkRecord(name, { ...record, schema: first });
        expect(checked.kind).toBe('invalid');
      }),
    );
  });

  it.each([Infinity, '\ud800'])('refuses what cannot be hashed: %j', (value) => {
    const request = { schema: 'configuration/1', title: String(value) };
    const module = typeof value === 'number' ? { metrics: { accuracy: value } } : request;
    const name = typeof value === 'number' ? 'module' : 'configuration';
    expect(checkRecord(name, module).kind).toBe('invalid');
  });

  it('upgrades an older record in memory', () => {
    const old = { schema: 'configuration/0', name: 'Old' };
    const step: UpgradeStep = {
      ...{ from: 'configuration/0', to: 'configuration/2', what: 'a name is a title' },
      upgrade: ({ name }) => ({ schema: 'configuration/2', title: name }),
    };
    expect(checkRecord('configuration', old, [step])).toEqual({
      kind: 'valid',
      value: { schema: 'configuration/2', title: 'Old' },
    });
    expect(old).toEqual({ schema: 'configuration/0', name: 'Old' });
  });

  it('says only that it does not know a version, not what else differs in it', () => {
    expect(checkRecord('module', { schema: 'module/9', name: 'x' })).toEqual({
      kind: 'invalid',
      problems: [
        {
          pointer: '/schema',
          expected: '"module/2"',
          found: '"module/9"',
          hint: 'Upgrade Orangery, or correct the schema field.',
        },
      ],
    });
  });

  it('say in one line of another thing altogether that it is no such record', () => {
    expect(checkRecord('study', { hello: 1 })).toMatchObject({
      problems: [{ pointer: '', expected: expect.stringContaining('schema: study/1') as string }],
    });
  });
});

describe('resolveInside', () => {
  it('never leaves the folder', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '', '/', '\\', '\0', 'c d');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        try {
          const path = resolveInside('/folder', parts.join('/'));
          expect(path === '/folder' || path.startsWith('/folder/')).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Failure', code: 'PATH_OUTSIDE' });
        }
      }),
    );
  });
});

describe('failures', () => {
  it.each([
    ['https://user:secret@host/x', 'https://…@host/x'],
    ['https://host/x?token=secret&a=1', 'https://host/x?token=…&a=1'],
    ['https://host/x?X-Amz-Signature=secret', 'https://host/x?X-Amz-Signature=…'],
    ['https://host/x?sig=secret', 'https://host/x?sig=…'],
    ['https://user:secret@part@host/x', 'https://…@host/x'],
    ['push with ghp_secret0123456789secret', 'push with ghp_…'],
    ['Authorization: Bearer secret.0123', 'Authorization: Bearer …'],
    ['from https://host/a?b=c@d', 'from https://host/a?b=c@d'],
  ])('take secrets out of %s', (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
    expect(new Failure('INTERNAL', text).message).not.toContain('secret');
  });

  it('take secrets out of the problems they name', () => {
    const problem = {
      file: 'request.yml',
      pointer: '/link',
      expected: 'https://host/?token=secret',
      found: 'https://me:secret@host',
      hint: 'https://host/?key=secret',
    };
    const { problems } = new Failure('FILE_INVALID', 'x', { problems: [problem] });
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it('wrap what was thrown, once', () => {
    const failure = new Failure('USAGE', 'x');
    expect(toFailure(failure)).toBe(failure);
    expect(toFailure(new Error('https://me:secret@host'))).toMatchObject({
      code: 'INTERNAL',
      message: 'https://…@host',
    });
    expect(toFailure('text').message).toBe('text');
  });

  it('are all listed with cause and remedy in the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../schemas/README.md'), 'utf8');
    for (const [code, { cause, remedy }] of Object.entries(failureCodes)) {
      const line = readme.split('\n').find((text) => text.startsWith(`| \`${code}\``));
      expect(line, code).toBeDefined();
      expect(line!.split('|').map((cell) => cell.trim())).toEqual([
        '',
        `\`${code}\``,
        cause,
        remedy,
        '',
      ]);
    }
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
    expect(listed.sort()).toEqual(Object.keys(failureCodes).sort());
  });
});

describe('schemas', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../schemas/README.md'), 'utf8');

  it('are all listed in the README', () => {
    const listed = [...readme.matchAll(/^\| `([a-z-]+\/\d+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.values(schemaNames).sort());
  });

  it.each([...schemas])('%s describes every field and is closed', (file, schema) => {
    for (const [path, node] of objects(schema, file)) {
      if (node.properties === undefined) continue;
      // a part of a union or a condition is closed by its branches
      if (node.oneOf === undefined) expect(node.additionalProperties, path).toBe(false);
      for (const [name, property] of Object.entries(node.properties as Node)) {
        expect(resolveNode(property as Node).description, `${path}/${name}`).toBeTypeOf('string');
      }
    }
  });

  it.each([...schemas])('%s says of every open object what its values are', (file, schema) => {
    const open = [...objects(schema, file)].filter(
      ([, { type, properties, additionalProperties, oneOf }]) =>
        type === 'object' &&
        oneOf === undefined &&
        (properties ?? additionalProperties) === undefined,
    );
    const allowed = file === 'module.schema.json' ? [`${file}/properties/foreign`] : [];
    expect(open.map(([path]) => path)).toEqual(allowed);
  });

  function* objects(node: unknown, path: string): Generator<[string, Node]> {
    if (typeof node !== 'object' || node === null) return;
    const isSchema = !/\/(properties|\$defs|examples)$/.test(path);
    if (isSchema && !Array.isArray(node)) yield [path, node as Node];
    if (path.endsWith('/examples')) return;
    for (const [key, child] of Object.entries(node)) yield* objects(child, `${path}/${key}`);
  }
});

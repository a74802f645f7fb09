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
  withoutSecrets,
  type RecordName,
} from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';

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
  it('never throws, whatever the value is', () => {
    const names = Object.keys(schemaNames) as RecordName[];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        checkRecord(name, value);
      }),
    );
  });

  it('upgrades an older record in memory', () => {
    const old = { schema: 'configuration/0', name: 'Old' };
    const upgrade = ({ name }: Record<string, unknown>) => ({
      schema: 'configuration/1',
      title: name,
    });
    expect(checkRecord('configuration', old, { 'configuration/0': upgrade })).toEqual({
      kind: 'valid',
      value: { schema: 'configuration/1', title: 'Old' },
    });
    expect(old).toEqual({ schema: 'configuration/0', name: 'Old' });
  });

  it('names a version it does not know', () => {
    const checked = checkRecord('configuration', { schema: 'configuration/9', title: 'x' });
    expect(checked).toMatchObject({
      kind: 'invalid',
      problems: [{ pointer: '/schema', expected: '"configuration/1"', found: '"configuration/9"' }],
    });
  });
});

describe('resolveInside', () => {
  it('never leaves the folder', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '', '/', '\\', '\0', 'c d');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        try {
          const path = resolveInside('/root/folder', parts.join('/'));
          expect(path === '/root/folder' || path.startsWith('/root/folder/')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
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
  ])('take secrets out of %s', (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
    expect(new Failure('INTERNAL', text).message).not.toContain('secret');
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
  });
});

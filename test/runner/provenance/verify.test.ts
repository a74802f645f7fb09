import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashRecord, type Access, type Problem } from '@orangery/schemas';
import { afterEach, describe, expect, it } from 'vitest';
import { receiptFingerprint } from '../../../runner/src/provenance/fingerprint.ts';
import { signRecord } from '../../../runner/src/provenance/sign.ts';
import { verifyModule } from '../../../runner/src/provenance/verify.ts';
import { listing, writeTrainedModule, type TrainedModule } from './trained-module.ts';

const made: TrainedModule[] = [];
const make = async (...args: Parameters<typeof writeTrainedModule>): Promise<TrainedModule> => {
  const module = await writeTrainedModule(...args);
  made.push(module);
  return module;
};

afterEach(async () => {
  for (const { root } of made.splice(0)) await rm(root, { recursive: true });
});

async function verify(trained: TrainedModule, access = listing(trained.key, '2026-01-01')) {
  const { child, modules } = await trained.read();
  return verifyModule(child, modules, access);
}

async function problemsOf(trained: TrainedModule, access?: Access): Promise<readonly Problem[]> {
  const result = await verify(trained, access);
  return result.kind === 'failed' ? result.problems : [];
}

async function edit(trained: TrainedModule, path: string, change: (text: string) => string) {
  const file = join(trained.folder, path);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

describe('a module whose chain holds', () => {
  it('is signed by the runner that is listed for the day', async () => {
    const result = await verify(await make());
    expect(result).toMatchObject({ kind: 'verified', level: 'signed', runner: 'bench-1' });
    expect(result.steps.map((step) => `${step.kind} ${step.text}`)).toMatchInlineSnapshot(`
      [
        "passed artifact/artifact.json has the hash that module.md names",
        "passed the files have the size that module.md names",
        "passed artifact/weights.bin is what artifact/artifact.json says",
        "passed receipts/r1.json is named after its run",
        "passed receipts/r1.json is as it was signed",
        "passed receipts/r1.json names the hash of its request",
        "passed receipts/r1.json names the hash of what repeats",
        "passed training/r1.yml is the request of its receipt",
        "passed receipts/r1.json is of the current weights",
        "passed receipts/r1.json lists the files of artifact/artifact.json",
        "passed receipts/r1.json names the parent that module.md names",
        "passed reports/standard@1.0.0.json is named after its benchmark and version",
        "passed reports/standard@1.0.0.json is as it was signed",
        "passed reports/standard@1.0.0.json is of this module",
        "passed reports/standard@1.0.0.json is of the current weights",
      ]
    `);
  });

  it.each([
    ['first and last day', '2026-03-04', '2026-03-04', 'signed'],
    ['until the day before', '2026-01-01', '2026-03-03', 'consistent'],
    ['from the day after', '2026-03-05', undefined, 'consistent'],
  ])('counts a key by its days: %s', async (_, from, until, level) => {
    const trained = await make();
    expect(await verify(trained, listing(trained.key, from, until))).toMatchObject({ level });
  });

  it('is consistent when the key is not listed', async () => {
    const access: Access = { schema: 'access/1', roles: {}, runners: [] };
    expect(await verify(await make(), access)).toMatchObject({ level: 'consistent' });
  });

  it('is consistent when its report is signed by somebody who is not listed', async () => {
    const [trained, stranger] = [await make(), await make()];
    const path = 'reports/standard@1.0.0.json';
    await writeFile(join(trained.folder, path), await readFile(join(stranger.folder, path)));
    expect(await verify(trained)).toMatchObject({ kind: 'verified', level: 'consistent' });
  });

  it('is consistent when its receipt is not signed', async () => {
    const trained = await make();
    await edit(trained, 'receipts/r1.json', (text) => {
      const { signature: _, ...unsigned } = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify(unsigned);
    });
    const result = await verify(trained);
    expect(result).toMatchObject({ kind: 'verified', level: 'consistent' });
    expect(result.steps).toContainEqual({
      kind: 'skipped',
      text: 'receipts/r1.json is not signed',
    });
  });

  it('says that there is nothing to verify without weights', async () => {
    const trained = await make();
    const { modules } = await trained.read();
    const generic = modules.find(({ id }) => id === 'generic')!;
    expect(await verifyModule(generic, modules, listing(trained.key, '2026-01-01'))).toEqual({
      kind: 'verified',
      level: 'consistent',
      steps: [{ kind: 'skipped', text: 'nothing to verify: no weights, receipts or reports' }],
    });
  });
});

describe('a changed file', () => {
  it('is named when one byte of the weights is flipped', async () => {
    const trained = await make();
    await writeFile(join(trained.folder, 'artifact/weights.bin'), new Uint8Array([1, 2, 3, 5]));
    expect(await problemsOf(trained)).toMatchInlineSnapshot(`
      [
        {
          "expected": "4 bytes, sha256 9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a",
          "file": "modules/child/artifact/weights.bin",
          "found": "4 bytes, sha256 1571902abec0a45661de965dbe90cb0177b98c49fc58a5aabfa1edb6c678d972",
          "hint": "Get the module again from its source, or retrain it.",
          "pointer": "",
        },
      ]
    `);
  });

  it('is named when it is missing', async () => {
    const trained = await make();
    await rm(join(trained.folder, 'artifact/weights.bin'));
    expect(await problemsOf(trained)).toMatchObject([
      { file: 'modules/child/artifact/weights.bin', found: 'nothing' },
    ]);
  });

  it('is named when artifact.json does not list it', async () => {
    const trained = await make();
    await writeFile(join(trained.folder, 'artifact/extra.bin'), 'x');
    expect(await problemsOf(trained)).toMatchObject([
      { file: 'modules/child/artifact/extra.bin', found: 'a file it does not list' },
    ]);
  });

  it('is the receipt, when its metrics are changed', async () => {
    const trained = await make();
    await edit(trained, 'receipts/r1.json', (text) =>
      text.replace('"accuracy":0.9}', '"accuracy":1}'),
    );
    expect(await problemsOf(trained)).toMatchObject([
      { file: 'modules/child/receipts/r1.json', pointer: '/signature' },
      { file: 'modules/child/receipts/r1.json', pointer: '/fingerprint' },
    ]);
  });

  it('is the receipt, when what differs from run to run is changed', async () => {
    const trained = await make();
    await edit(trained, 'receipts/r1.json', (text) => text.replace('"seconds":600', '"seconds":1'));
    expect(await problemsOf(trained)).toMatchObject([{ pointer: '/signature' }]);
  });

  it('is the report, when its metrics are changed', async () => {
    const trained = await make();
    await edit(trained, 'reports/standard@1.0.0.json', (text) =>
      text.replace('"accuracy":0.9}', '"accuracy":1}'),
    );
    expect(await problemsOf(trained)).toMatchObject([
      { file: 'modules/child/reports/standard@1.0.0.json', pointer: '/signature' },
    ]);
  });

  it('is the request, when its seed is changed', async () => {
    const trained = await make();
    await edit(trained, 'training/r1.yml', (text) => text.replace('seed: 1', 'seed: 2'));
    expect(await problemsOf(trained)).toMatchObject([{ file: 'modules/child/training/r1.yml' }]);
  });
});

describe('a chain that was signed but does not fit', () => {
  it.each([
    ['a request with another hash', { requestSha256: '1'.repeat(64) }, '/requestSha256'],
    ['another fingerprint', { fingerprint: '1'.repeat(64) }, '/fingerprint'],
  ])('refuses a receipt with %s', async (_, changed, pointer) => {
    const trained = await make(({ receipt }) => ({ receipt: { ...receipt, ...changed } }));
    const pointers = (await problemsOf(trained)).map((problem) => problem.pointer);
    expect(pointers[0]).toBe(pointer);
  });

  it('refuses weights with a parent but without a receipt', async () => {
    const trained = await make();
    await rm(join(trained.folder, 'receipts/r1.json'));
    expect(await problemsOf(trained)).toMatchObject([
      { file: 'modules/child/module.md', pointer: '/artifact/sha256', found: 'no receipt' },
    ]);
  });

  it('refuses a receipt of other weights', async () => {
    const trained = await make(() => ({ weights: new Uint8Array([9]) }));
    const found = (await problemsOf(trained)).map(({ pointer }) => pointer);
    expect(found).toEqual(['/artifact/sha256', '/artifactSha256']);
  });

  it('refuses a receipt that names another parent', async () => {
    const trained = await make(({ receipt }) => {
      const changed = { ...receipt, parent: { id: 'other', version: '1.0.0' } };
      return { receipt: { ...changed, fingerprint: receiptFingerprint(changed) } };
    });
    expect(await problemsOf(trained)).toMatchObject([
      { pointer: '/parent', expected: 'generic@1.0.0', found: 'other@1.0.0' },
    ]);
  });

  it('refuses a receipt that started from weights its parent does not have', async () => {
    const trained = await make(({ receipt }) => {
      const parent = { ...receipt.parent, artifactSha256: hashRecord('other weights') };
      const changed = { ...receipt, parent };
      return { receipt: { ...changed, fingerprint: receiptFingerprint(changed) } };
    });
    expect(await problemsOf(trained)).toMatchObject([
      { pointer: '/parent/artifactSha256', expected: 'no weights' },
    ]);
  });

  it('refuses a report of another module', async () => {
    const trained = await make(({ report }) => ({
      report: { ...report, module: { ...report.module, id: 'generic' } },
    }));
    expect(await problemsOf(trained)).toMatchObject([{ pointer: '/module/id', found: 'generic' }]);
  });

  it('refuses a report under another name', async () => {
    const trained = await make(({ report }) => ({ report: { ...report, benchmark: 'other' } }));
    expect(await problemsOf(trained)).toMatchObject([{ found: 'another file name' }]);
  });

  it('refuses a receipt under another name', async () => {
    const trained = await make(({ receipt }) => ({ receipt: { ...receipt, run: 'r2' } }));
    expect(await problemsOf(trained)).toMatchObject([{ pointer: '/run' }]);
  });

  it('lets a report of an older version speak of older weights', async () => {
    const trained = await make();
    const path = join(trained.folder, 'reports/standard@1.0.0.json');
    const { signature: _, ...report } = JSON.parse(await readFile(path, 'utf8')) as Record<
      string,
      never
    >;
    const module = { id: 'child', version: '0.9.0' };
    const old = { ...report, module, artifactSha256: '1'.repeat(64) };
    await writeFile(
      join(trained.folder, 'reports/standard@0.9.0.json'),
      JSON.stringify(await signRecord(old, trained.key)),
    );
    expect(await verify(trained)).toMatchObject({ level: 'signed' });
  });
});

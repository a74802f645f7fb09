import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../runner/src/random.ts';
import { filesIn } from '../../helpers/files-in.ts';
import {
  generateModule,
  writeGeneratedModule,
  writeGeneratedRoot,
} from '../../helpers/generated-modules/index.ts';
import { orangery } from '../../helpers/orangery.ts';

const count = 200;
const rounds = 5;
const changesARound = 3;

let folder: string;
let root: string;
/** Ids that are there, and numbers of modules that were never there. */
const present = new Set<string>();
let next = count;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orangery-incremental-'));
  root = join(folder, 'root');
  await writeGeneratedRoot(root, count);
  for (let number = 0; number < count; number += 1) present.add(generateModule(number).id);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a catalogue that is built again', () => {
  it('is the one that a first build makes, byte by byte, whatever has changed', async () => {
    const random = createRandom(20_261_122);
    await build(root, join(folder, 'site'));
    for (let round = 0; round < rounds; round += 1) {
      const done: string[] = [];
      for (let change = 0; change < changesARound; change += 1) {
        // each kind comes at least once
        const kind = (round * changesARound + change) % changes.length;
        done.push(await changes[kind]!(random));
      }
      await build(root, join(folder, 'site'));
      const fresh = join(folder, `fresh-${round}`);
      await cp(root, fresh, {
        recursive: true,
        filter: (path) => !path.includes(join(root, '.astro')),
      });
      await build(fresh, join(folder, 'fresh-site'));
      const again = await hashes(join(folder, 'site'));
      const first = await hashes(join(folder, 'fresh-site'));
      expect(again, done.join(', ')).toEqual(first);
      await rm(fresh, { recursive: true });
      await rm(join(folder, 'fresh-site'), { recursive: true });
    }
  });

  it('writes a page again only when something it shows has changed', async () => {
    const site = join(folder, 'site');
    await build(root, site);
    const id = generateModule(1).id;
    const child = await namesAsParent(id);
    await edit(id, (text) => text.replace(/^title: .*$/m, 'title: Altogether another name'));
    const { stdout } = await build(root, site);
    const written = Number(/, (\d+) of them written again/.exec(stdout)?.[1]);
    // its own, its relatives' and the lists it stands in, not all others
    expect(written).toBeLessThan(60);
    const page = await readFile(join(site, 'modules', child ?? id, 'index.html'), 'utf8');
    expect(page).toContain('Altogether another name');
  });
});

type Change = (random: Random) => Promise<string>;

const changes: readonly Change[] = [
  async () => {
    const module = generateModule((next += 1));
    // its relatives may have gone
    const alone = module.files['module.md']!.replace(/^parent:\n( .*\n)*/m, '');
    if (/^runtime: pipeline/m.test(alone)) return 'nothing';
    await writeGeneratedModule(root, { ...module, files: { ...module.files, 'module.md': alone } });
    present.add(module.id);
    return `added ${module.id}`;
  },
  async (random) => {
    const id = pick(random);
    await edit(id, (text) => text.replace(/^title: .*$/m, `title: New name ${random.integer(99)}`));
    return `gave ${id} another title`;
  },
  async (random) => {
    const id = pick(random);
    await edit(id, (text) => `${text}\nOne more line of its card: ${random.integer(1e6)}.\n`);
    return `changed the card of ${id}`;
  },
  async (random) => {
    const id = await pickAlone(random);
    await rename(join(root, 'modules', id), join(root, 'modules', `${id}-renamed`));
    present.delete(id);
    present.add(`${id}-renamed`);
    return `renamed ${id}`;
  },
  async (random) => {
    const id = await pickAlone(random);
    await rm(join(root, 'modules', id), { recursive: true });
    present.delete(id);
    return `deleted ${id}`;
  },
  async (random) => {
    const id = await pickAlone(random);
    await edit(id, (text) => text.replace(/^status: .*$/m, 'status: retired'));
    return `retired ${id}`;
  },
  async (random) => {
    const id = pick(random);
    await edit(id, (text) => text.replace(/^license: .*$/m, 'license: EUPL-1.2'));
    return `gave ${id} another licence`;
  },
];

function pick(random: Random): string {
  const ids = [...present].sort();
  return ids[random.integer(ids.length)]!;
}

/** One that no other module names. */
async function pickAlone(random: Random): Promise<string> {
  for (;;) {
    const id = pick(random);
    if ((await namesAsParent(id)) === undefined) return id;
  }
}

/** A module that names another, as parent or step. */
async function namesAsParent(id: string): Promise<string | undefined> {
  for (const other of present) {
    const text = await readFile(join(root, 'modules', other, 'module.md'), 'utf8');
    if (new RegExp(`^ .*(id|module): ${id}$`, 'm').test(text)) return other;
  }
  return undefined;
}

async function edit(id: string, change: (text: string) => string): Promise<void> {
  const file = join(root, 'modules', id, 'module.md');
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function build(from: string, out: string) {
  const built = await orangery(['catalogue', 'build', '--out', out], {
    env: { ORANGERY_ROOT: from },
  });
  if (built.code !== 0) throw new Error(`The catalogue was not built:\n${built.stderr}`);
  return built;
}

async function hashes(site: string): Promise<Readonly<Record<string, string>>> {
  const paths = await filesIn(site);
  const entries = paths.map(async (path) => {
    const bytes = await readFile(join(site, path));
    return [path, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { sampleModules } from '../../cli/src/adoption/samples.ts';

/**
 * Tests that cannot run in a marketplace whose owner has taken samples of ours away: those that name one, or say
 * “needs our samples”, in their own text or in that of a helper. All others prove as much there as here.
 * @param root of the marketplace
 * @returns paths from it; none where every sample is there
 */
export function testsThatNeedSamples(root: string): readonly string[] {
  const gone = sampleModules.filter((id) => !existsSync(join(root, 'modules', id)));
  if (gone.length === 0) return [];
  const name = new RegExp(`(?<![a-z-])(${gone.join('|')})(?![a-z-])|needs our samples`);
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join(root, 'test', path));
  const texts = new Map<string, string>();
  const left = tests.filter((path) => findsName(path, name, texts));
  process.stderr.write(
    `${gone.length} samples of Orangery are not here: ${left.length} of ${tests.length} test files need them and are left out.\n`,
  );
  return left.map((path) => relative(root, path)).sort();
}

/** Follows what a file imports from beside it. */
function findsName(start: string, name: RegExp, texts: Map<string, string>): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = texts.get(path) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '');
    texts.set(path, text);
    if (!path.includes(`${join('/', 'test', '/')}`)) continue;
    if (name.test(text)) return true;
    const imports = [...text.matchAll(/from '(\.[^']+)'/g)];
    waiting.push(...imports.map(([, file]) => join(dirname(path), file!)));
  }
  return false;
}

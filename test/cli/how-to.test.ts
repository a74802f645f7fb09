// needs our samples: the commands of the READMEs are run with them
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const commands = ['README.md', 'cli/README.md'].flatMap((file) => {
  const readme = readFileSync(join(root, file), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text!.trim());
  const lines = blocks.flatMap((block) => block.split('\n'));
  // npm start and npm test have tests of their own
  return lines.filter((line) => !line.startsWith('npm ')).map((line) => line.replace(/^npx /, ''));
});

it('has commands to run', () => {
  expect(commands.length).toBeGreaterThan(5);
});

it.each(commands)('%s', { timeout: 400_000 }, async (command) => {
  const folder = await tempFolder();
  const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, 'state') };
  const [program, ...args] = command.split(' ');
  expect(program).toBe('orangery');
  const isTraining = args[0] === 'train' && !args.includes('--check');
  const out = isTraining ? ['--out', join(folder, 'out')] : [];
  // a server runs until it is stopped
  const until = args[0] === 'serve' ? { interruptAt: 'Ctrl-C stops' } : {};
  const { code, stderr } = await orangery([...args, ...out], { env, ...until });
  expect(stderr).not.toContain('✗');
  expect(code).toBe(0);
});

#!/usr/bin/env node
// Starts the command line, on the pinned Node when this one is too old to run TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const main = new URL('../src/main.ts', import.meta.url);
if (major > 22 || (major === 22 && minor >= 18)) {
  // Compiling what is imported is half of a start. Kept here, where nobody else of the machine writes.
  module.enableCompileCache(
    fileURLToPath(new URL('../../node_modules/.cache/orangery', import.meta.url)),
  );
  await import(main);
} else {
  const pinned = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(pinned)) {
    process.stderr.write(
      'orangery needs Node 22.18 or newer, or `npm install` in its folder first.\n',
    );
    process.exit(1);
  }
  const child = spawn(pinned, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

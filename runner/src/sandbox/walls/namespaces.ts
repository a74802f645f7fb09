import { fileURLToPath } from 'node:url';
import { systemPaths, type Wall } from './wall.ts';

/** The same by the tools every Linux has: `unshare`, and a script that makes the new root. */
export const namespaces: Wall = {
  name: 'namespaces',
  needs: ['unshare', 'pivot_root', 'setpriv', 'mount', 'env', 'sh'],
  enclose: (command, { readable, writable, env }) => ({
    // ends with whoever started it, however that ends
    file: 'setpriv',
    args: [
      ...['--pdeathsig', 'KILL', 'unshare'],
      ...['--user', '--map-root-user', '--net', '--mount', '--pid', '--ipc', '--uts'],
      ...['--fork', '--kill-child', '--', 'sh', enclose],
      ...[...systemPaths, ...readable].flatMap((path) => ['ro', path]),
      ...writable.flatMap((path) => ['rw', path]),
      ...['--', 'env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
      ...[command.file, ...command.args],
    ],
  }),
};

const enclose = fileURLToPath(new URL('enclose.sh', import.meta.url));

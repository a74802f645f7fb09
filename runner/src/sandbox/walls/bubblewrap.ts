import { systemPaths, type Wall } from './wall.ts';

/** The program that Flatpak uses: new namespaces of every kind, and a root of named folders alone. */
export const bubblewrap: Wall = {
  name: 'bubblewrap',
  needs: ['bwrap'],
  enclose: (command, { readable, writable, env }) => ({
    file: 'bwrap',
    args: [
      ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv'],
      ...['--cap-drop', 'ALL', '--hostname', 'sandbox'],
      ...systemPaths.flatMap((path) => ['--ro-bind-try', path, path]),
      ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
      ...readable.flatMap((path) => ['--ro-bind', path, path]),
      ...writable.flatMap((path) => ['--bind', path, path]),
      ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
      ...['--chdir', '/', '--', command.file, ...command.args],
    ],
  }),
};

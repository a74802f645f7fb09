import { randomUUID } from 'node:crypto';
import type { Wall } from './wall.ts';

/**
 * A container of an image that a person named; it needs the system libraries of Node alone, since
 * Node and the runner are mounted into it.
 */
export function container(image: string): Wall {
  return {
    name: 'container',
    needs: ['docker'],
    enclose: (command, { readable, writable, env }) => ({
      file: 'docker',
      args: [
        ...['run', '--rm', '--interactive', '--init', '--pull', 'never'],
        ...['--name', `orangery-sandbox-${randomUUID()}`],
        ...['--network', 'none', '--read-only', '--cap-drop', 'ALL'],
        ...['--security-opt', 'no-new-privileges', '--pids-limit', '128'],
        ...['--tmpfs', '/tmp:size=64m', '--user', '65534:65534', '--workdir', '/'],
        ...readable.flatMap((path) => ['--mount', mountOf(path, ',readonly')]),
        ...writable.flatMap((path) => ['--mount', mountOf(path)]),
        ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        ...['--entrypoint', command.file, '--', image, ...command.args],
      ],
    }),
  };
}

/** Docker reads a mount as CSV: quotes keep a path with a comma whole. */
function mountOf(path: string, options = ''): string {
  return `type=bind,"source=${path}","target=${path}"${options}`;
}

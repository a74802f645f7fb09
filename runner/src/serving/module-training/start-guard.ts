import { fileURLToPath } from 'node:url';
import { startProgram } from '../../command.ts';

/** Ends process groups when this process has ended, however it ends. */
export interface Guard {
  /** Whether it can still be relied on. */
  readonly isThere: boolean;
  watch(group: number): void;
  /** Called off: nothing is ended any more. */
  end(): Promise<void>;
}

const script = fileURLToPath(new URL('guard.sh', import.meta.url));

/** A shell, as it is small and no signal of a terminal reaches it; one that fails is not there. */
export function startGuard(): Guard {
  const program = startProgram('/bin/sh', [script], { cwd: '/', env: {} });
  let isThere = true;
  const ended = program.ended.then(() => {
    isThere = false;
  });
  program.input.on('error', () => {}); // it has ended, which `isThere` tells
  return {
    get isThere() {
      return isThere;
    },
    watch: (group) => void program.input.write(`${group}\n`),
    end: async () => {
      program.kill();
      await ended;
    },
  };
}

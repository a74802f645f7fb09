import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isCrash, runCommand, type CommandOptions } from '../../runner/src/command.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orangery-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a JavaScript program in a Node of its own. */
function runProgram(program: string, options: Partial<CommandOptions> = {}, args: string[] = []) {
  return runCommand(process.execPath, ['--eval', program, '--', ...args], {
    cwd: folder,
    signal: new AbortController().signal,
    timeoutMs: 30_000,
    env: {},
    ...options,
  });
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => new Error('It did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw error;
  return error;
}

/** Whether a process still runs; one that ended, but whose parent does not ask for its end, does not. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat !== null) return !/\) [ZX] /.test(stat);
  try {
    return process.platform !== 'linux' && process.kill(pid, 0);
  } catch {
    // ESRCH: there is no such process
    return false;
  }
}

describe('runCommand', () => {
  it('gives standard output without its last newline', async () => {
    expect(await runProgram('console.log("a"); console.log("b")')).toMatchObject({
      stdout: 'a\nb',
    });
  });

  it('hands arguments over as they are, without a shell', async () => {
    const args = ['$(id)', 'two words', '; rm -rf /', '*'];
    const program = 'console.log(JSON.stringify(process.argv.slice(1)))';
    const { stdout } = await runProgram(program, {}, args);
    expect(JSON.parse(stdout)).toEqual(args);
  });

  it('gives the program the named environment only', async () => {
    const { stdout } = await runProgram('console.log(JSON.stringify(process.env))', {
      env: { ONLY: 'this', NOT_SET: undefined },
    });
    expect(JSON.parse(stdout)).toEqual({ ONLY: 'this' });
  });

  it('runs it in the named folder', async () => {
    await runProgram('require("fs").writeFileSync("here.txt", "yes")');
    expect(await readFile(join(folder, 'here.txt'), 'utf8')).toBe('yes');
  });

  it('reports lines of both streams while it runs', async () => {
    const lines: string[] = [];
    await runProgram('console.log("out"); console.error("err")', {
      onLine: (line, stream) => lines.push(`${stream}: ${line}`),
    });
    expect(lines.sort()).toEqual(['stderr: err', 'stdout: out']);
  });

  it('does not stall on a program that writes a lot', async () => {
    let count = 0;
    const program = 'for (let n = 0; n < 20000; n += 1) console.error("x".repeat(100))';
    const { stderr } = await runProgram(program, { onLine: () => (count += 1) });
    expect(count).toBe(20_000);
    expect(stderr.split('\n')).toHaveLength(20);
  });

  it('names exit code and the last 20 lines of standard error', async () => {
    const program = 'for (let n = 1; n <= 30; n += 1) console.error(`line ${n}.`); process.exit(3)';
    const failure = await failureOf(runProgram(program));
    expect(failure.code).toBe('COMMAND_FAILED');
    expect(failure.message).toContain('exit code 3');
    expect(failure.message).not.toContain('line 10.');
    expect(failure.message).toContain('line 11.');
    expect(failure.message).toContain('line 30.');
  });

  it('keeps passwords in links out of the message', async () => {
    const program = 'console.error("https://me:secret@example.org/x"); process.exit(1)';
    const failure = await failureOf(runProgram(program));
    expect(failure.message).not.toContain('secret@');
  });

  it('says which program is missing', async () => {
    const failure = await failureOf(
      runCommand('no-such-program', [], {
        cwd: folder,
        signal: new AbortController().signal,
        timeoutMs: 1000,
        env: {},
      }),
    );
    expect(failure).toMatchObject({ code: 'COMMAND_FAILED' });
    expect(failure.message).toContain('no-such-program cannot be started');
  });

  it('stops a program at its time limit', async () => {
    const failure = await failureOf(runProgram('setInterval(() => {}, 1000)', { timeoutMs: 300 }));
    expect(failure).toMatchObject({ code: 'TIMED_OUT' });
    expect(failure.message).toContain('300 ms');
  });

  it.each([
    ['process.kill(process.pid, "SIGTRAP")', true],
    ['process.abort()', true],
    ['process.exit(3)', false],
    ['process.kill(process.pid, "SIGTERM")', false],
  ])('tells a crash from an end: %s', async (program, isOne) => {
    expect(isCrash(await failureOf(runProgram(program)))).toBe(isOne);
  });

  it('does not start a program when already cancelled', async () => {
    const failure = await failureOf(
      runProgram('require("fs").writeFileSync("here.txt", "")', { signal: AbortSignal.abort() }),
    );
    expect(failure.code).toBe('CANCELLED');
    await expect(readFile(join(folder, 'here.txt'))).rejects.toThrow('ENOENT');
  });

  it('lets a cancelled program clean up', async () => {
    const abort = new AbortController();
    const program = `
      process.on('SIGTERM', () => { require('fs').writeFileSync('clean.txt', 'yes'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log('ready');`;
    const failure = await failureOf(
      runProgram(program, { signal: abort.signal, onLine: () => abort.abort() }),
    );
    expect(failure.code).toBe('CANCELLED');
    expect(await readFile(join(folder, 'clean.txt'), 'utf8')).toBe('yes');
  });

  it('ends a cancelled program that does not listen, with its children', async () => {
    const abort = new AbortController();
    const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid);`;
    await writeFile(join(folder, 'deaf.cjs'), deaf);
    const program = `
      ${deaf}
      require('child_process').spawn(process.execPath, ['deaf.cjs'], { stdio: 'inherit' });`;
    const pids: number[] = [];
    const failure = await failureOf(
      runProgram(program, {
        signal: abort.signal,
        onLine: (line) => {
          if (pids.push(Number(line)) === 2) abort.abort();
        },
      }),
    );
    expect(failure.code).toBe('CANCELLED');
    expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
  });
});

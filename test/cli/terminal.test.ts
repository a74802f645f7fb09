import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Failure, rememberSecret } from '@orangery/schemas';
import { createTerminal } from '../../cli/src/terminal.ts';

const secret = 'terminal-test-password';

describe('the terminal', () => {
  it('prints no secret that is remembered, whatever it is asked to print', () => {
    rememberSecret(secret);
    const { terminal, written } = terminalInMemory();
    terminal.note(`connecting with ${secret}`);
    terminal.print(`connected with ${secret}`);
    terminal.isJson = true;
    terminal.record({ [secret]: `as ${secret}`, list: [secret] });
    const cause = new Error(`the server said ${secret}`);
    const failure = new Failure('DOWNLOAD_FAILED', 'no answer', { cause, hint: `not ${secret}` });
    terminal.failure(failure, true);
    const names = written().split(`{"${secret}":`);
    expect(names).toHaveLength(2);
    expect(names.join('')).not.toContain(secret);
    expect(written()).toContain('{"terminal-test-password":"as …","list":["…"]}');
  });

  it('keeps the standard output for records alone with --json', () => {
    const { terminal, stdout } = terminalInMemory();
    terminal.isJson = true;
    terminal.print('for people');
    terminal.record({ for: 'machines' });
    expect(stdout.text).toBe('{"for":"machines"}\n');
  });
});

function terminalInMemory() {
  const stdout = new Kept();
  const stderr = new Kept();
  const streams = { stdout, stderr } as unknown as Pick<NodeJS.Process, 'stdout' | 'stderr'>;
  const terminal = createTerminal({ ...streams, env: {} });
  return { terminal, stdout, written: () => stdout.text + stderr.text };
}

class Kept extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Failure, rememberSecret } from '@orangery/schemas';
import type { ProgressEvent } from '@orangery/runner';
import { createTerminal } from '../../cli/src/terminal.ts';
import { createTrainingView } from '../../cli/src/train/training-view.ts';
import { createWorld } from '../../cli/src/world.ts';

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

  it('is not steered by what servers and files say', () => {
    const { terminal, written } = terminalInMemory();
    const hostile = 'a\u001b]0;title\u0007b\u009b2Jc\u202ed\r';
    const world = createWorld(
      { terminal, signal: new AbortController().signal, env: { ORANGERY_DEBUG: '1' }, cwd: '/' },
      () => {},
    );
    world.logger.info(hostile);
    world.logger.warn(hostile);
    world.logger.debug(hostile);
    const details = { cause: new Error(hostile), hint: hostile };
    terminal.failure(new Failure('DOWNLOAD_FAILED', hostile, details), true);
    const dataset = { examples: 1, format: 'CSV', target: hostile, classes: [] };
    const event = { type: 'dataset', role: 'dataset', dataset } as unknown as ProgressEvent;
    createTrainingView(terminal).show(event);
    expect(written().split('a\ufffd]0;title\ufffdb\ufffd2Jc\ufffdd\ufffd')).toHaveLength(9);
    // eslint-disable-next-line no-control-regex -- these are what must not come through
    expect(written()).not.toMatch(/[\u001b\u0007\u009b\u202e\r]/);
  });

  it('passes colours on, and nothing else that steers it, whoever prints', () => {
    const { terminal, written } = terminalInMemory();
    const shown = '\u001b[1m\u001b[31mred\u001b[39m\u001b[22m \u001b[48;2;9;20;255m \u001b[0m';
    terminal.note(`${shown} \u001b]0;title\u0007 \u001b[2J\r\u202e \u001b[8mhidden`);
    expect(written()).toBe(`${shown} \ufffd]0;title\ufffd \ufffd[2J\ufffd\ufffd \ufffd[8mhidden\n`);
  });

  it('keeps the standard output for records alone with --json', () => {
    const { terminal, stdout } = terminalInMemory();
    terminal.isJson = true;
    terminal.print('for people');
    terminal.record({ for: 'machines' });
    expect(stdout.text).toBe('{"for":"machines"}\n');
  });

  it('ends --json with a failure, and says it to people too', () => {
    const { terminal, stdout, written } = terminalInMemory();
    const failure = new Failure('FILE_MISSING', 'a.csv: found none', { hint: 'Name another.' });
    terminal.failure(failure, false);
    expect(stdout.text).toBe('');
    terminal.isJson = true;
    terminal.failure(failure, false);
    expect(stdout.text).toBe(
      '{"type":"failure","code":"FILE_MISSING","message":"a.csv: found none","hint":"Name another."}\n',
    );
    expect(written().match(/✗ FILE_MISSING/g)).toHaveLength(2);
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

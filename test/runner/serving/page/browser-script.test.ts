import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';

it('is a script of at most 20 kB that starts by itself', async () => {
  // in Node itself: the test runner rewrites functions
  const file = new URL('../../../../runner/src/serving/page/browser-script.ts', import.meta.url);
  const code = `import(${JSON.stringify(file.href)}).then((m) => process.stdout.write(m.browserScript()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', code]);
  expect(stdout.length).toBeLessThan(20_000);
  const asked: string[] = [];
  const document = {
    querySelector: (selector: string) => (asked.push(selector), null),
    querySelectorAll: (selector: string) => (asked.push(selector), []),
  };
  new Script(stdout).runInNewContext({ document, HTMLElement: class {} });
  expect(asked).toEqual(['.key', 'form[action]', '.drop', 'button.copy']);
});

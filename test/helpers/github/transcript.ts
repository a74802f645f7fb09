import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

const file = join(import.meta.dirname, '..', '..', '..', 'actions', 'README.md');
const [from, to] = ['<!-- transcript -->', '<!-- /transcript -->'];

/**
 * Compares what happened with what `actions/README.md` tells; with ORANGERY_WRITE=1 it is written there
 * instead. Hashes and moments are told as `…`.
 */
export async function expectTranscript(lines: readonly string[]): Promise<void> {
  const text = lines.map(plain).join('\n');
  const readme = await readFile(file, 'utf8');
  const [before = '', rest = ''] = readme.split(from);
  const [told = '', after = ''] = rest.split(to);
  const block = `\n\n\`\`\`text\n${text}\n\`\`\`\n\n`;
  if (process.env.ORANGERY_WRITE === '1') {
    return writeFile(file, `${before}${from}${block}${to}${after}`);
  }
  expect(told).toBe(block);
}

/** Without what differs from run to run, and what is to be seen in Markdown alone. */
function plain(line: string): string {
  return line
    .replace(/<!--.*?-->\n?/gs, '')
    .replace(/<details>.*?<\/details>/gs, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|~$^=:"'/,;?%])/g, '$1')
    .replace(/```mermaid.*?```/gs, '(a chart)')
    .replace(/(?<![.\d])\b[0-9a-f]{7,64}\b/g, '…')
    .replace(/run-\d{8}-\d{6}-…/g, 'run-…')
    .replace(/\b\d+(\.\d+)? minutes? of a machine/g, 'n minutes of a machine')
    .replace(/as of [\d-]+ [\d:]+ UTC/g, 'as of …')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:…')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

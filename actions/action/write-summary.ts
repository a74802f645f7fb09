import { summary } from '@actions/core';

/** GitHub refuses a summary above 1 MiB. */
const largestBytes = 1024 * 1024 - 1024;

/** Adds Markdown to the step's summary; what is too long is cut, and says so. */
export async function writeSummary(markdown: string): Promise<void> {
  // outside a job there is no such file
  if (process.env.GITHUB_STEP_SUMMARY === undefined) return;
  await summary.addRaw(`${cut(markdown)}\n`).write();
}

function cut(markdown: string): string {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= largestBytes) return markdown;
  const kept = bytes
    .subarray(0, largestBytes)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  return `${kept}\n\n(cut: the whole is ${bytes.length} bytes)`;
}

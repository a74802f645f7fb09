import type { FreshnessCheck } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { codeBlock } from '../../comments/code-block.ts';
import { codeSpan } from '../../comments/code-span.ts';
import { keepComment } from '../../comments/keep-comment.ts';
import { readMarker, renderMarker } from '../../comments/marker.ts';
import type { Issue } from '../../github/entities.ts';
import type { Control } from '../../orders/control.ts';

const label = 'nightly';
const kind = 'nightly';

/**
 * Keeps one open issue while a module is red, and closes it when it is green again.
 * @returns what was done, in words; null: nothing
 * @throws Failure GITHUB_FAILED
 */
export async function keepIssue(
  control: Control,
  module: Module,
  { isGreen, at, message = '' }: FreshnessCheck,
): Promise<string | null> {
  const { catalogue, bot } = control;
  const open = await findOpen(control, module.id);
  if (isGreen) {
    for (const { number } of open) await catalogue.closeIssue(number, 'completed');
    return open.length === 0 ? null : `${module.id}: green again, #${open[0]!.number} is closed`;
  }
  const { number } = open[0] ?? (await openIssue(control, module));
  const body = `Red at ${at.slice(0, 16).replace('T', ' ')} UTC, version ${codeSpan(module.frontMatter.version)}:\n\n${codeBlock(message)}`;
  await keepComment(catalogue, { issue: number, kind, botId: bot.id, body });
  return `${module.id}: red, #${number} says so`;
}

async function findOpen({ catalogue, bot }: Control, id: string): Promise<readonly Issue[]> {
  return (await catalogue.listIssues(label)).filter(({ author, body }) => {
    const marker = readMarker(body);
    return author.id === bot.id && marker?.kind === kind && marker.key === id;
  });
}

async function openIssue(control: Control, { id, frontMatter }: Module): Promise<Issue> {
  const people = await Promise.all(
    frontMatter.maintainers.map(({ id: account }) => control.catalogue.getAccount(account)),
  );
  const names = people.flatMap((account) => (account === null ? [] : [`@${account.login}`]));
  const whom = names.length === 0 ? 'It has no maintainers: it is the admins’.' : names.join(' ');
  return control.catalogue.createIssue({
    title: `The golden test of ${id} is red`,
    body: `${renderMarker({ kind, key: id })}\n${whom}\n\nEvery night modules are tried with their \`golden.json\`. The comment below says what was found last; \`orangery test ${id} --golden\` does the same. This issue is closed when it is green.`,
    labels: [label],
  });
}

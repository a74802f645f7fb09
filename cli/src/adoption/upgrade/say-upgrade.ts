import { formatProblem } from '@orangery/schemas';
import { counted } from '../../counted.ts';
import type { Upgrade } from './make-upgrade.ts';

/** An upgrade in words: for a terminal, and for a pull request. */
export interface SaidUpgrade {
  readonly text: string;
  readonly body: string;
}

export function sayUpgrade(tag: string, upgrade: Upgrade): SaidUpgrade {
  const { from, to, merged, judged } = upgrade;
  const parts: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Changes of yours in files of Orangery, which stay', merged.kept],
    ['Brought to the newest formats', judged.migrated],
    ['Mistakes that the new version finds', judged.problems.map(formatProblem)],
  ];
  const said = parts.filter(([, lines]) => lines.length > 0);
  const checked = judged.modules === 0 ? 'no modules to check' : checkedText(upgrade);
  const head = `${from} → ${to}: ${checked}`;
  return {
    text: [head, ...said.map(([title, lines]) => section(title, lines, '  '))].join('\n\n'),
    body: [
      `Brings this marketplace from Orangery ${from} to ${to}, by the tag \`${tag}\`: ${checked}.`,
      'Modules, deployments, `.github/access.yml` and `orangery.config.yml` are as they were, but for what is listed here.',
      ...said.map(([title, lines]) => section(title, lines.map(asCode), '- ')),
      'After the merge: `npm ci`, and `npm run check`.',
    ].join('\n\n'),
  };
}

function checkedText({ judged }: Upgrade): string {
  const count = counted(judged.modules, 'module');
  return judged.problems.length === 0 ? `${count} checked, no problems` : `${count} checked`;
}

const mostLines = 100;

function section(title: string, lines: readonly string[], before: string): string {
  const more = lines.length > mostLines ? [`${before}and ${lines.length - mostLines} more`] : [];
  return [
    `${title}:`,
    '',
    ...lines.slice(0, mostLines).map((line) => `${before}${line}`),
    ...more,
  ].join('\n');
}

/** Names of files are not ours: nothing of them is a link, a mention or a heading. */
function asCode(line: string): string {
  return `\`${line.replaceAll('`', "'")}\``;
}

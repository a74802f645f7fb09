import type { Dress, LinkKind, Meant } from './event.ts';

export const links: Readonly<Record<LinkKind, string | null>> = {
  known: 'https://zenodo.org/records/1234/files/leaves.zip',
  unlisted: 'https://data.example.org/leaves.zip',
  local: 'file:///etc/passwd',
  secret: 'secret:LEAVES',
  none: null,
};

/** The line of a comment that asks for something. */
export function writeOrder(meant: Meant, named: string | null, job: string): string {
  switch (meant.verb) {
    case 'help':
    case 'validate':
      return `/${meant.verb}`;
    case 'stop-all':
      return '/stop all';
    case 'retrain': {
      const { module, child, hours, gpus, isPublic } = meant;
      const link = links[meant.link];
      const words = [`/retrain ${module} --hours ${hours}`];
      if (gpus !== undefined) words.push(`--gpus ${gpus}`);
      if (link !== null) words.push(`--dataset ${link}`);
      if (child !== undefined) words.push(`--child ${child}`);
      if (isPublic) words.push('--visibility public');
      return words.join(' ');
    }
    case 'benchmark':
      return `/benchmark ${meant.module}`;
    case 'merge':
      return named === null ? '/merge' : `/merge ${named}`;
    case 'cancel':
      return meant.job === 'here' ? '/cancel' : `/cancel ${job}`;
    case 'deploy':
      return `/deploy ${meant.name} ${meant.module}`;
    case 'key':
      return `/key ${meant.name} "a greenhouse" ${'c'.repeat(64)}`;
    case 'stop':
    case 'rollback':
    case 'promote':
    case 'lock':
    case 'unlock':
      return `/${meant.verb} ${meant.name}`;
  }
}

const dresses: Readonly<Record<Dress, (lines: string) => string>> = {
  plain: (lines) => lines,
  wordy: (lines) => `Dear garden,\n\n${lines}\n\nThank you!`,
  fenced: (lines) => `Say\n\n\`\`\`\n${lines}\n\`\`\`\n`,
  quoted: (lines) => lines.replace(/^/gm, '> '),
  hidden: (lines) => `<!--\n${lines}\n-->`,
  inline: (lines) => lines.replace(/^.*$/gm, '`$&`'),
  malformed: (lines) => lines.replace(/^\/(\S+)/gm, '/$1x --'),
};

export function dressed(lines: readonly string[], dress: Dress): string {
  return dresses[dress](lines.join('\n'));
}

/** The text that a form makes. */
export function writeForm(meant: Meant & { readonly verb: 'retrain' | 'benchmark' }): string {
  const fields: [string, string][] = [['Module', meant.module]];
  if (meant.verb === 'retrain') {
    fields.push(
      ['Links to the data', links[meant.link] ?? '_No response_'],
      ['Most hours', String(meant.hours)],
      ['GPUs', String(meant.gpus ?? '_No response_')],
      ['Name of the new module', meant.child ?? '_No response_'],
      ['Visibility', `- [${meant.isPublic ? 'x' : ' '}] The data is public`],
    );
  }
  return fields.map(([label, value]) => `### ${label}\n\n${value}\n`).join('\n');
}

/** The inputs of a `workflow_dispatch`. */
export function writeInputs(meant: Meant, job: string): Readonly<Record<string, string>> {
  if (meant.verb === 'retrain') {
    const { module, child, hours, gpus, link, isPublic } = meant;
    return {
      ...{ verb: 'retrain', module, hours: String(hours), dataset: links[link] ?? '' },
      ...(child !== undefined && { child }),
      ...(gpus !== undefined && { gpus: String(gpus) }),
      visibility: isPublic ? 'public' : 'private',
    };
  }
  if (meant.verb === 'cancel') return { verb: 'cancel', job: meant.job === 'here' ? '' : job };
  const { verb } = meant;
  return {
    verb,
    ...('module' in meant && { module: meant.module }),
    ...('name' in meant && { name: meant.name }),
    ...(verb === 'key' && { consumer: 'a greenhouse', sha256: 'c'.repeat(64) }),
  };
}

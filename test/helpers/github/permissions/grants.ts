/** A permission that a workflow gives, to the token of a job or of the App. */
export interface Grant {
  readonly job: string;
  /** With hyphens, as workflows write it. */
  readonly name: string;
  readonly level: 'read' | 'write';
  readonly isOfApp: boolean;
  /** The workflow without it. */
  readonly without: string;
}

const jobLine = /^ {2}([\w-]+):$/;
const grantLine = /^ {6,}(permission-)?([a-z-]+): (read|write)( #.*)?$/;

/** Every permission of a workflow, in the order of its lines. */
export function grantsOf(workflow: string): readonly Grant[] {
  const lines = workflow.split('\n');
  const grants: Grant[] = [];
  let job = '';
  for (const [index, line] of lines.entries()) {
    job = jobLine.exec(line)?.[1] ?? job;
    const [, app, name = '', level] = grantLine.exec(line) ?? [];
    if (level !== 'read' && level !== 'write') continue;
    const isOnly = app !== undefined && linesOf(lines, job).match(/ permission-/g)?.length === 1;
    // without any the App's token would have all: it keeps what every token has
    const instead = isOnly ? [line.replace(`${name}: ${level}`, 'metadata: read')] : [];
    const kept = lines.toSpliced(index, 1, ...instead);
    // the last of a job's own: what is left over says that there are none
    const isAlone = /^ {4}permissions:$/.test(lines[index - 1] ?? '');
    const isLast = !grantLine.test(lines[index + 1] ?? '');
    if (isAlone && isLast) kept.splice(index - 1, 1, '    permissions: {}');
    grants.push({ job, name, level, isOfApp: app !== undefined, without: kept.join('\n') });
  }
  return grants;
}

/** The lines of a job. */
function linesOf(lines: readonly string[], job: string): string {
  const start = lines.indexOf(`  ${job}:`);
  const next = lines.findIndex((line, index) => index > start && jobLine.test(line));
  return lines.slice(start, next < 0 ? lines.length : next).join('\n');
}

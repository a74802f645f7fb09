/** A line that tells the runner something: `::error file=a.md,line=3::It is wrong`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const form = /^\s*::([a-z][a-z-]*)(?: ([^]*?))?::([^]*)$/i;

/** Null for a line that is only text. */
export function parseCommand(line: string): WorkflowCommand | null {
  const [, name, properties = '', message = ''] = form.exec(line) ?? [];
  if (name === undefined) return null;
  const pairs = properties.split(',').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    return at <= 0 ? [] : [[pair.slice(0, at).trim(), unescapeProperty(pair.slice(at + 1))]];
  });
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(pairs),
    message: unescapeMessage(message),
  };
}

function unescapeMessage(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  const plain = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return plain.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
}

import { Failure } from '@orangery/schemas';

/**
 * Reads a file such as `GITHUB_OUTPUT`: lines `name=value`, or `name<<end`, the lines of the value, and
 * a line that is exactly `end`.
 * @throws Failure COMMAND_FAILED with GitHub's sentence when it has another form
 */
export function readCommandFile(text: string, file: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw invalid(file, line);
      values.set(line.slice(0, equals), line.slice(equals + 1));
      continue;
    }
    const [name, end] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
    if (heredoc <= 0 || end === '') throw invalid(file, line);
    const closing = lines.indexOf(end, at + 1);
    if (closing < 0) {
      const message = `Invalid value. Matching delimiter not found '${end}' in ${file}`;
      throw new Failure('COMMAND_FAILED', message);
    }
    values.set(name, lines.slice(at + 1, closing).join('\n'));
    at = closing;
  }
  return values;
}

function invalid(file: string, line: string): Failure {
  return new Failure('COMMAND_FAILED', `Invalid format '${line}' in ${file}`, {
    hint: `Write name=value lines, or name<<END … END, into ${file}.`,
  });
}

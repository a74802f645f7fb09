/** What standard output is: a terminal of some width and colours, or a file or pipe. */
export interface Screen {
  readonly isTerminal: boolean;
  /** Width in characters. */
  readonly columns: number;
  readonly colors: 'none' | '256' | '24-bit';
}

const widthElsewhere = 100;

export function readScreen(
  stdout: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): Screen {
  const isTerminal = stdout.isTTY === true;
  const columns = (isTerminal && stdout.columns) || widthElsewhere;
  return { isTerminal, columns, colors: isTerminal ? readColors(stdout, env) : 'none' };
}

function readColors(
  stdout: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): Screen['colors'] {
  if (env.NO_COLOR !== undefined || env.TERM === 'dumb') return 'none';
  const depth = stdout.getColorDepth({ ...env });
  return depth >= 24 ? '24-bit' : depth >= 8 ? '256' : 'none';
}

import type { DeploymentProgress } from '@orangery/runner/deployment';
import type { Terminal } from '../terminal.ts';

const words: Readonly<Record<DeploymentProgress['step'], string>> = {
  start: 'started',
  test: 'tested',
  scale: 'scaled',
  shift: 'requests',
  stop: 'stopped',
  wait: 'waiting',
};

/** Says step by step what is done to a stage, a line each. */
export function createSwitchView(terminal: Terminal): (event: DeploymentProgress) => void {
  const { colors } = terminal;
  let shown = '';
  return (event) => {
    const { deployment, stage, step, state, text, seconds } = event;
    terminal.record({ type: 'deployment', ...event });
    const name = `${deployment} ${stage}`;
    if (shown !== name) terminal.note(colors.bold(name));
    shown = name;
    if (state === 'begins') return;
    const mark = state === 'done' ? colors.green('✓') : colors.red('✗');
    const time = seconds === undefined ? '' : colors.dim(`${seconds.toFixed(1)} s`);
    terminal.note(`  ${mark} ${words[step].padEnd(9)} ${text}  ${time}`);
  };
}

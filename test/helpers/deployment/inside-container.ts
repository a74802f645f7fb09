import { docker } from '../engine/engine.ts';

/** What an expression may call. */
const prelude = `
  const fs = require('node:fs'), net = require('node:net'), dns = require('node:dns');
  const child = require('node:child_process');
  const attempt = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
  const reach = (host, port) => new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 3000 });
    socket.once('connect', () => { socket.destroy(); resolve('reached'); });
    socket.once('error', () => resolve('refused'));
    socket.once('timeout', () => { socket.destroy(); resolve('refused'); });
  });
`;

/** Evaluates an expression of JavaScript in a container, as a module's code there would. */
export async function insideContainer(container: string, expression: string): Promise<unknown> {
  const program = `${prelude}
    Promise.resolve(${expression}).then((value) => console.log(JSON.stringify(value)))`;
  return JSON.parse(await docker(['exec', container, 'node', '--eval', program])) as unknown;
}

/** Whether an address leads to a server on this machine, such as the local GitHub. */
export function isThisMachine(address: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

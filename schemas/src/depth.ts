/** Whether values lie deeper in lists and objects than a limit; itself it goes no deeper. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((child) => levels === 0 || isDeeperThan(child, levels - 1));
}

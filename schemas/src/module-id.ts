/** Whether a module's folder may be called so: lower-case words joined by hyphens. */
export function isModuleId(name: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 64;
}

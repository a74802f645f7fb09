export { moduleChecks, type ModuleCheck } from './module-checks.ts';

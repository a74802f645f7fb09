import { registerHooks } from 'node:module';
import type * as Parser from '@actions/workflow-parser';

export type WorkflowParser = typeof Parser;

let loading: Promise<WorkflowParser> | undefined;

/**
 * Loads GitHub's own parser of workflows. It is made for bundlers: it imports its JSON schemas without
 * saying so, which Node refuses, so they are marked as JSON here while it loads.
 */
export function loadParser(): Promise<WorkflowParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<WorkflowParser> {
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      const isItsSchema = url.includes('/@actions/workflow-parser/') && url.endsWith('.json');
      if (!isItsSchema) return nextLoad(url, context);
      return nextLoad(url, { ...context, importAttributes: { type: 'json' } });
    },
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
}

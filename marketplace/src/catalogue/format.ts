/** `0.42 ms`, `12.3 ms`, `1.20 s`. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

/** `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Thousands set apart by thin spaces: `12 345`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** Four significant digits at most, no needless zeros: knobs and rates. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return formatCount(value);
  return String(Number(value.toPrecision(4)));
}

/** What runs a module, by the name people know. */
export function formatRuntime(runtime: 'tfjs' | 'onnx' | 'container' | 'pipeline'): string {
  return { tfjs: 'TensorFlow.js', onnx: 'ONNX', container: 'container', pipeline: 'pipeline' }[
    runtime
  ];
}

/** `image-classification` → `image classification`. */
export function formatTask(task: string): string {
  return task.replaceAll('-', ' ');
}

/** A moment as it was recorded, to the minute: `2026-11-12 09:30 UTC`. */
export function formatMoment(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

import type { LabelledBox } from '../../metrics/detection.ts';
import { seenAt, type View } from '../pictures/view.ts';

/** Less of a box than this within the picture is not to be found. */
const leastSeen = 0.3;

/** A box as it is seen, cut at the picture's edges; `null` when too little is left. */
export function seenBox(box: LabelledBox, side: number, view: View): LabelledBox | null {
  const [x1, y1] = seenAt(view, side, box.x, box.y);
  const [x2, y2] = seenAt(view, side, box.x + box.width, box.y + box.height);
  const within = (value: number): number => Math.min(side, Math.max(0, value));
  const [left, right] = [within(Math.min(x1, x2)), within(Math.max(x1, x2))];
  const [top, bottom] = [within(Math.min(y1, y2)), within(Math.max(y1, y2))];
  const seen = ((right - left) * (bottom - top)) / Math.abs((x2 - x1) * (y2 - y1));
  if (seen < leastSeen) return null;
  return { label: box.label, x: left, y: top, width: right - left, height: bottom - top };
}

import { canonicalId } from "../azure/resourceId";
import type { Subject } from "../services/plan";

const suffix = "@live";

/** Stands in a plan about a live resource where others name a deletion: no deleted resource has it. */
export function liveKey(id: string): string {
  return `${canonicalId(id)}${suffix}`;
}

/** Whether a plan is about a live resource. */
export function isLive({ deletion }: Pick<Subject, "deletion">): boolean {
  return deletion.endsWith(suffix);
}

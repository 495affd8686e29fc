import { canonicalId } from "../azure/resourceId";
import type { Subject } from "../services/plan";

const suffix = "@live";

/** The deletion key of a plan for a live resource; no deleted resource has such a key. */
export function liveKey(id: string): string {
  return `${canonicalId(id)}${suffix}`;
}

export function isLive({ deletion }: Pick<Subject, "deletion">): boolean {
  return deletion.endsWith(suffix);
}

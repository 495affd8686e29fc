import { isLive } from "../../planning/liveTarget";
import { againFrom, outcomeOf, type Operation } from "../../operations/operation";

/**
 * How an unsuccessful operation is retried: resumed; started again from its deleted resource with
 * the usual question or page; or not at all, for a live resource.
 */
export type RetryMode = "resume" | "restart" | "none";

export function retryMode(operation: Operation): RetryMode {
  const outcome = outcomeOf(operation);
  if (outcome !== "failed" && outcome !== "cancelled") {
    return "none";
  }
  if (againFrom(operation, operation.startedAt) !== undefined) {
    return "resume";
  }
  const { action, subject } = operation.plan;
  const isOfDeleted = action === "purge" || action === "recover";
  return isOfDeleted && !isLive(subject) ? "restart" : "none";
}

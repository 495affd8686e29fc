import { isLive } from "../../planning/liveTarget";
import { againFrom, outcomeOf, type Operation } from "../../operations/operation";

/**
 * How an operation that has not succeeded is tried again: taken up from where it stands; from its
 * deleted resource, with the question or the page that comes before; or not at all, where it was
 * about something live.
 */
export type RetryMode = "resume" | "anew" | "none";

/** How an operation is tried again. */
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
  return isOfDeleted && !isLive(subject) ? "anew" : "none";
}

import type { ArmFailure } from "../azure/errors";
import type { Clock } from "../base/clock";
import type { HeldLocks } from "../base/heldLocks";
import type { Listeners } from "../base/listeners";
import type { Logger } from "../base/logger";
import type { Subject } from "../services/plan";
import type { OperationList } from "./operationList";
import type { OperationStore } from "./operationStore";
import type { StepEnd } from "./steps/progress";

/** What all runs of a window share. */
export interface RunEnvironment {
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly explain: (serviceId: string, failure: ArmFailure) => string;
  readonly shutdown: AbortSignal;
  /** Renews locks until they are released. */
  readonly locks: HeldLocks;
  /** Notified of every state, written or not. */
  readonly known: OperationList;
  /** Notified when a step that recovers another resource than the plan's own has ended. */
  readonly otherEnded: Listeners<OtherEnded>;
}

/** A dependency that an operation recovered, or failed to recover, on its way. */
export interface OtherEnded {
  readonly subject: Subject;
  readonly end: StepEnd;
}

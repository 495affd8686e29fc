import { Listeners, type Disposable } from "../base/listeners";
import { BusyDeletions } from "./busyDeletions";
import { revisionOf, type Operation } from "./operation";

/** An ended operation, and whether this window ran it. */
export interface Ended {
  readonly operation: Operation;
  readonly ownedHere: boolean;
}

/** The operations known to this window, its own and others', and their listeners. */
export class OperationList {
  readonly #operations = new Map<string, Operation>();
  readonly #atWork = new BusyDeletions();
  readonly #changed = new Listeners<Operation>();
  readonly #ended = new Listeners<Ended>();
  readonly #settled = new Listeners<Operation>();

  /** All of them, including items of batches. */
  get all(): readonly Operation[] {
    return [...this.#operations.values()];
  }

  /** All except items of batches, newest first. */
  get listed(): readonly Operation[] {
    return this.all
      .filter(({ batch }) => batch === undefined)
      .sort((left, right) => right.startedAt - left.startedAt);
  }

  /** The operation in its last known state. */
  find(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  /** The running operation that works on a deletion; preferably the one about it. */
  runningOn(deletion: string): Operation | undefined {
    const at = this.#atWork.at(deletion).flatMap((id) => this.find(id) ?? []);
    return at.find(({ plan }) => plan.subject.deletion === deletion) ?? at[0];
  }

  /** Fires after every visible state and after a removal; not for items of batches. */
  onDidChange(listener: (operation: Operation) => void): Disposable {
    return this.#changed.add(listener);
  }

  /** Fires once for each that ends, in any window; not for items of batches that end in this one. */
  onDidEnd(listener: (ended: Ended) => void): Disposable {
    return this.#ended.add(listener);
  }

  /** Fires when what an ended operation left in doubt is settled, in any window. */
  onDidSettle(listener: (operation: Operation) => void): Disposable {
    return this.#settled.add(listener);
  }

  /** Updates an operation's state. */
  show(operation: Operation): void {
    this.#operations.set(operation.id, operation);
    this.#atWork.mark(operation);
    if (operation.batch === undefined) {
      this.#changed.fire(operation);
    }
  }

  ended(operation: Operation): void {
    if (operation.batch === undefined) {
      this.#ended.fire({ operation, ownedHere: true });
    }
  }

  settled(operation: Operation): void {
    this.show(operation);
    this.#settled.fire(operation);
  }

  /**
   * An operation ended in another window, or was settled there. One that this window never knew isn't
   * announced.
   */
  endedElsewhere(operation: Operation): void {
    const known = this.#operations.get(operation.id);
    if (operation.settled === true && known?.endedAt === operation.endedAt) {
      this.settled(operation);
      return;
    }
    this.show(operation);
    if (known !== undefined) {
      this.#ended.fire({ operation, ownedHere: false });
    }
  }

  /** Removes an operation that was cleared while another window ran it. */
  lose(operation: Operation, now: number): void {
    this.#atWork.mark({ ...operation, endedAt: now });
    this.forget(operation);
  }

  /** Removes an operation and notifies. */
  forget(operation: Operation): void {
    this.drop(operation.id);
    this.#changed.fire(operation);
  }

  /** Removes an item of a batch without notifying. */
  drop(id: string): void {
    this.#operations.delete(id);
  }
}

/** Whether the stored state brings no news: it has ended as known and hasn't changed since. */
export function isAsKnown(stored: Operation, known: Operation | undefined): boolean {
  return known?.endedAt !== undefined && revisionOf(stored) <= revisionOf(known);
}

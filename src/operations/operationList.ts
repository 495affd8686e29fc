import { Listeners, type Disposable } from "../base/listeners";
import { BusyDeletions } from "./busyDeletions";
import type { Operation } from "./operation";

/** An operation that has ended, and whether it was this window that carried it out. */
export interface Ended {
  readonly operation: Operation;
  readonly here: boolean;
}

/** The operations that this window knows, its own and those of others, and who hears of them. */
export class OperationList {
  readonly #operations = new Map<string, Operation>();
  readonly #atWork = new BusyDeletions();
  readonly #changed = new Listeners<Operation>();
  readonly #ended = new Listeners<Ended>();

  /** All of them, those of batches too. */
  get all(): readonly Operation[] {
    return [...this.#operations.values()];
  }

  /** All but those of batches, newest first. */
  get listed(): readonly Operation[] {
    return this.all
      .filter(({ batch }) => batch === undefined)
      .sort((left, right) => right.startedAt - left.startedAt);
  }

  /** The operation as this window last saw it. */
  find(id: string): Operation | undefined {
    return this.#operations.get(id);
  }

  /** The running operation that a deletion is part of, if there is one; rather the one about it. */
  runningOn(deletion: string): Operation | undefined {
    const at = this.#atWork.at(deletion).flatMap((id) => this.find(id) ?? []);
    return at.find(({ plan }) => plan.subject.deletion === deletion) ?? at[0];
  }

  /** After every state that is shown, and after a removal; not for those of batches. */
  onDidChange(listener: (operation: Operation) => void): Disposable {
    return this.#changed.add(listener);
  }

  /** Once for each that ends, here or elsewhere; not for those of batches that end here. */
  onDidEnd(listener: (ended: Ended) => void): Disposable {
    return this.#ended.add(listener);
  }

  /** Takes in the state that an operation has by now. */
  show(operation: Operation): void {
    this.#operations.set(operation.id, operation);
    this.#atWork.mark(operation);
    if (operation.batch === undefined) {
      this.#changed.fire(operation);
    }
  }

  /** An operation that this window has carried out to its end. */
  endedHere(operation: Operation): void {
    if (operation.batch === undefined) {
      this.#ended.fire({ operation, here: true });
    }
  }

  /** An operation that has ended in another window; who never heard of it need not hear of its end. */
  endedElsewhere(operation: Operation): void {
    const wasKnown = this.#operations.has(operation.id);
    this.show(operation);
    if (wasKnown) {
      this.#ended.fire({ operation, here: false });
    }
  }

  /** Forgets one that was cleared away while it was running elsewhere. */
  lose(operation: Operation, now: number): void {
    this.#atWork.mark({ ...operation, endedAt: now });
    this.forget(operation);
  }

  /** Forgets one, and tells of it. */
  forget(operation: Operation): void {
    this.drop(operation.id);
    this.#changed.fire(operation);
  }

  /** Forgets one of a batch, of which nobody is told. */
  drop(id: string): void {
    this.#operations.delete(id);
  }
}

/** Whether what is stored tells nothing new: it has ended as known, and was not begun again since. */
export function isAsKnown(stored: Operation, known: Operation | undefined): boolean {
  return known?.endedAt !== undefined && stored.startedAt <= known.startedAt;
}

import { randomUUID } from "node:crypto";

/** A long-running operation, told by the address its progress is read at. */
export interface Operation {
  readonly id: string;
  readonly subscriptionId: string;
  readonly namespace: string;
  readonly location: string;
  readonly doneAt: number;
  /** Where its progress is read, from its id; undefined for the provider's own place. */
  readonly path: ((operationId: string) => string) | undefined;
  /** What the last poll of a Location answers: services differ, so both happen. */
  readonly finalStatus: 200 | 204;
}

/** The operations under way and those that were. */
export class Operations {
  private readonly operations = new Map<string, Operation>();

  start(operation: Omit<Operation, "id" | "finalStatus">): Operation {
    const finalStatus = this.operations.size % 2 === 0 ? 200 : 204;
    const started = { ...operation, id: randomUUID(), finalStatus } as const;
    this.operations.set(started.id, started);
    return started;
  }

  find(id: string): Operation | undefined {
    return this.operations.get(id.toLowerCase());
  }
}

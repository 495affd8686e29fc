import type { BatchHeader, JournalLine } from "../../../src/operations/batch/batch";
import { BatchStore, type StoredBatch } from "../../../src/operations/batch/batchStore";
import type { FileLock } from "../../../src/base/fileLock";
import type { Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import { silent } from "./harness";
import type { Plan } from "../../../src/services/plan";

/** What is on disk, without a disk: what outlives a window. */
export class Disk {
  readonly operations = new Map<string, Operation>();
  readonly headers = new Map<string, BatchHeader>();
  readonly plans = new Map<string, readonly Plan[]>();
  readonly journals = new Map<string, JournalLine[]>();
  readonly claims = new Map<string, object>();
  /** Whether it takes another journal line. */
  isFull = false;

  claim(key: string): FileLock | undefined {
    if (this.claims.has(key)) {
      return undefined;
    }
    const owner = {};
    this.claims.set(key, owner);
    return {
      renew: async () => this.claims.get(key) === owner,
      release: () => {
        if (this.claims.get(key) === owner) {
          this.claims.delete(key);
        }
      },
    };
  }
}

export class MemoryOperations extends OperationStore {
  /** Told of each save, before it. */
  onSave: (operation: Operation) => void = () => undefined;

  constructor(private readonly disk: Disk) {
    super("", silent);
  }

  override async save(operation: Operation): Promise<void> {
    this.onSave(operation);
    this.disk.operations.set(operation.id, operation);
  }

  override async load(): Promise<readonly Operation[]> {
    return [...this.disk.operations.values()];
  }

  override async find(id: string): Promise<Operation | undefined> {
    return this.disk.operations.get(id);
  }

  override async remove(id: string): Promise<void> {
    this.disk.operations.delete(id);
  }

  override async claim(deletion: string): Promise<FileLock | undefined> {
    return this.disk.claim(deletion);
  }
}

export class MemoryBatches extends BatchStore {
  constructor(private readonly disk: Disk) {
    super("", silent);
  }

  override async create(header: BatchHeader, plans: readonly Plan[]): Promise<void> {
    this.disk.headers.set(header.id, header);
    this.disk.plans.set(header.id, plans);
    this.disk.journals.set(header.id, []);
  }

  override async append(id: string, lines: readonly JournalLine[]): Promise<void> {
    if (this.disk.isFull) {
      throw new Error("The disk is full.");
    }
    this.disk.journals.get(id)?.push(...lines);
  }

  override async load(): Promise<readonly StoredBatch[]> {
    return [...this.disk.headers.values()].map((header) => this.#stored(header));
  }

  override async find(id: string): Promise<StoredBatch | undefined> {
    const header = this.disk.headers.get(id);
    return header === undefined ? undefined : this.#stored(header);
  }

  override async plans(id: string): Promise<readonly Plan[]> {
    return this.disk.plans.get(id) ?? [];
  }

  override async remove(id: string): Promise<void> {
    this.disk.headers.delete(id);
  }

  override async claim(id: string): Promise<FileLock | undefined> {
    return this.disk.claim(`batch ${id}`);
  }

  #stored(header: BatchHeader): StoredBatch {
    return { header, journal: [...(this.disk.journals.get(header.id) ?? [])] };
  }
}

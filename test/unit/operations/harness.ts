import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import type { ArmClient } from "../../../src/azure/armClient";
import type { Clock } from "../../../src/base/clock";
import type { Logger } from "../../../src/base/logger";
import type { Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import { Runner } from "../../../src/operations/runner";
import { explain } from "../services/explain";
import { FakeClock } from "../base/fakeClock";

export const silent: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A folder of its own for each test, and no interval that outlives it. */
export function useFolder(): { readonly path: () => string } {
  const folders: string[] = [];
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    folders.push(await mkdtemp(join(tmpdir(), "operations-")));
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(
      folders.splice(0).map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })),
    );
  });
  return { path: () => folders.at(-1) ?? "" };
}

/** Writes down what was written down. */
export class RecordingStore extends OperationStore {
  readonly saved: Operation[] = [];

  constructor(
    folder: string,
    /** Called after each save; what it returns is waited for. */
    private readonly afterSave: (saves: number) => Promise<void> | undefined = () => undefined,
  ) {
    super(folder, silent);
  }

  override async save(operation: Operation): Promise<void> {
    await super.save(operation);
    this.saved.push(operation);
    await this.afterSave(this.saved.length);
  }
}

export function runnerOver(
  store: OperationStore,
  arm: ArmClient,
  clock: Clock = new FakeClock(),
): Runner {
  return new Runner({
    store,
    connect: async () => arm,
    explain,
    clock,
    logger: silent,
  });
}

/** Takes up what is stored; resolves with the first operation that ends by it. */
export function resumed(runner: Runner): Promise<Operation> {
  return new Promise((resolve, reject) => {
    runner.resume(resolve).catch(reject);
  });
}

/** What the file of an operation holds. */
export async function stored(folder: string, id: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, `${id}.json`), "utf8"));
}

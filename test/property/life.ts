import { outcomeOf } from "../../src/operations/operation";
import { Runner } from "../../src/operations/runner";
import { silent } from "../unit/operations/harness";
import { Connection } from "./connection";
import { labelOf, LifeStore } from "./disk";
import type { World } from "./world";

const never = new Promise<never>(() => undefined);
/** Longer than the other windows wait before they look again. */
const aSleep = 20_000;

/** One window, from its opening to its end. Dead, nothing that it still does has any effect. */
export class Life {
  readonly name: number;
  isAlive = true;
  isClosed = false;
  readonly runner: Runner;
  /** Labels of plans that it has shown as running. */
  readonly known = new Set<string>();
  #atWork = 0;

  constructor(readonly world: World) {
    this.name = world.nextName();
    this.runner = new Runner({
      store: new LifeStore(world.disk, this),
      connect: async () => {
        await this.takesAMoment();
        if (!world.weather.connect()) {
          throw new Error("Sign in first.");
        }
        return new Connection(this);
      },
      explain: (_, { message }) => message,
      clock: {
        now: () => world.time.now,
        sleep: (milliseconds, signal) => this.pause(milliseconds, signal),
      },
      logger: silent,
    });
    this.runner.onDidChange(({ plan, endedAt }) => {
      if (endedAt === undefined) {
        this.known.add(labelOf(plan));
      }
    });
    this.runner.onDidEnd(({ operation, ownedHere }) => {
      if (this.isAlive) {
        world.announced(this, labelOf(operation.plan), ownedHere);
        if (ownedHere) {
          this.does(() => this.runner.settle(operation));
        }
      }
    });
  }

  /** Something that this window does; it is at rest when that is over. */
  does(what: () => Promise<unknown>): void {
    this.#atWork += 1;
    what()
      .catch((error: unknown) => {
        this.world.thrown(error);
      })
      .finally(() => {
        this.#atWork -= 1;
      })
      .catch(() => undefined);
  }

  /** Whether it has nothing left to do. */
  get isAtRest(): boolean {
    return (
      !this.isAlive ||
      (this.#atWork === 0 &&
        (this.isClosed ||
          this.runner.operations.every((operation) => outcomeOf(operation) !== "running")))
    );
  }

  async pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await this.world.time.sleep(milliseconds, signal);
    if (!this.isAlive) {
      await never;
    }
  }

  /** As long as the disk or the network takes. */
  async takesAMoment(signal?: AbortSignal): Promise<void> {
    if (!this.isAlive) {
      await never;
    }
    const latency = this.world.weather.latency();
    if (latency > 0) {
      await this.pause(latency, signal);
    }
  }

  /** The process is gone, and its claims with it. Never resolves. */
  async die(): Promise<never> {
    this.isAlive = false;
    return never;
  }

  /** The window is closed, as for a reload. */
  close(): void {
    this.isClosed = true;
    this.runner.dispose();
  }

  cancel(): void {
    for (const { id } of this.runner.operations) {
      this.runner.cancel(id);
    }
  }

  /** The machine sleeps, so long that nobody may count on its claims. */
  async sleep(): Promise<void> {
    this.world.disk.expire(this);
    await this.pause(aSleep);
  }
}

import type { FileLock } from "../../src/base/fileLock";
import type { Operation } from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import { silent } from "../unit/operations/harness";
import type { Life } from "./life";

interface Held {
  readonly life: Life;
  /** Not renewed for so long that whoever asks may take it over. */
  isExpired: boolean;
}

/** What the windows of one run share: the files and the claims. */
export class Disk {
  readonly files = new Map<string, Operation>();
  readonly claims = new Map<string, Held>();
  /** Who wrote down that a step is about to be sent, by its mark. */
  readonly sendingBy = new Map<string, Life>();
  /** Who wrote an end down, by the label of the plan; since it was last begun. */
  readonly endedBy = new Map<string, Life>();
  /** Labels of the plans whose end the disk refused. */
  readonly unwrittenEnds = new Set<string>();

  /** The operation of a plan, as it is written down. */
  operation(label: string): Operation | undefined {
    return [...this.files.values()].find(({ plan }) => labelOf(plan) === label);
  }

  write(operation: Operation, life: Life): void {
    const label = labelOf(operation.plan);
    const before = this.files.get(operation.id);
    for (const [index, { state }] of operation.steps.entries()) {
      if (state === "sending" && before?.steps[index]?.state !== "sending") {
        this.sendingBy.set(`${label}/${operation.plan.steps[index]?.id ?? ""}`, life);
      }
    }
    this.files.set(operation.id, operation);
    if (operation.endedAt === undefined) {
      this.endedBy.delete(label);
    } else if (before?.endedAt === undefined) {
      this.endedBy.set(label, life);
    }
  }

  holds(deletion: string, life: Life): boolean {
    return this.claims.get(deletion)?.life === life;
  }

  expire(life: Life): void {
    for (const held of this.claims.values()) {
      if (held.life === life) {
        held.isExpired = true;
      }
    }
  }
}

export function labelOf({ identity }: Operation["plan"]): string {
  return identity.accountId;
}

/** The disk as one window sees it. A claim dies with its window. */
export class LifeStore extends OperationStore {
  constructor(
    private readonly disk: Disk,
    private readonly life: Life,
  ) {
    super("", silent);
  }

  override async save(operation: Operation): Promise<void> {
    const { disk, life } = this;
    const event = life.world.weather.save();
    await life.takesAMoment();
    life.world.tell(
      life,
      `writes ${labelOf(operation.plan)} ${operation.steps.map(({ state }) => state).join()}${operation.endedAt === undefined ? "" : ", ended"} (${event})`,
    );
    switch (event) {
      case "crashBefore":
        return life.die();
      case "crashAfter":
        disk.write(operation, life);
        return life.die();
      case "refuse":
        if (operation.endedAt !== undefined) {
          disk.unwrittenEnds.add(labelOf(operation.plan));
        }
        throw new Error("no space left on device");
      case "close":
        // What has begun is written all the same.
        disk.write(operation, life);
        life.close();
        return;
      case "sleep":
        disk.write(operation, life);
        return life.sleep();
      case "ok":
        disk.write(operation, life);
        return life.takesAMoment();
    }
  }

  override async load(): Promise<readonly Operation[]> {
    await this.life.takesAMoment();
    return [...this.disk.files.values()].sort((left, right) => left.startedAt - right.startedAt);
  }

  override async find(id: string): Promise<Operation | undefined> {
    await this.life.takesAMoment();
    return this.disk.files.get(id);
  }

  override async remove(id: string): Promise<void> {
    await this.life.takesAMoment();
    this.disk.files.delete(id);
  }

  override async claim(deletion: string): Promise<FileLock | undefined> {
    const { disk, life } = this;
    await life.takesAMoment();
    const held = disk.claims.get(deletion);
    if (held?.life.isAlive === true && !held.isExpired) {
      return undefined;
    }
    const mine: Held = { life, isExpired: false };
    disk.claims.set(deletion, mine);
    const isMine = (): boolean => disk.claims.get(deletion) === mine;
    return {
      renew: async () => {
        await life.takesAMoment();
        if (isMine()) {
          mine.isExpired = false;
        }
        return isMine();
      },
      release: () => {
        if (isMine() && life.isAlive) {
          disk.claims.delete(deletion);
        }
      },
    };
  }
}

import { vi } from "vitest";
import { outcomeOf, type Operation } from "../../src/operations/operation";
import { BusyError } from "../../src/operations/startGuard";
import { Azure } from "./azure";
import { Disk, labelOf } from "./disk";
import { Life } from "./life";
import type { Work } from "./plans";
import { Rules } from "./rules";
import { Weather, type Schedule } from "./schedule";
import { VirtualTime } from "./virtualTime";
import type { Plan } from "../../src/services/plan";
import { isStepEnd } from "../../src/operations/steps/progress";

const day = 24 * 3_600_000;
/** Longer than any step may take; a window that is not at rest by then never will be. */
const longest = 7 * 3_600_000;
const mostRounds = 60;

interface Announcement {
  readonly life: Life;
  readonly label: string;
  readonly here: boolean;
}

/** One run: windows that come and go, one disk, one Azure, and what was planned. */
export class World {
  readonly time = new VirtualTime();
  readonly disk = new Disk();
  readonly azure = new Azure(() => this.time.now);
  readonly weather: Weather;
  readonly rules = new Rules(this);
  /** What has happened, a line each, to understand a failure by. */
  readonly story: string[] = [];
  /** Since it was last begun. */
  #announcements: Announcement[] = [];
  #lives = 0;
  readonly #beganAt = this.time.now;
  readonly #starters = new Map<string, Life>();

  constructor(
    private readonly work: Work,
    private readonly schedule: Schedule,
  ) {
    this.weather = new Weather(schedule);
  }

  tell(life: Life, text: string): void {
    const at = ((this.time.now - this.#beganAt) / 1000).toFixed(3);
    this.story.push(`${at} window ${life.name}: ${text}`);
  }

  /** A name for a new window. */
  nextName(): number {
    return (this.#lives += 1);
  }

  announced(life: Life, label: string, here: boolean): void {
    this.tell(life, `announces the end of ${label}${here ? "" : ", which another has ended"}`);
    this.#announcements.push({ life, label, here });
  }

  thrown(error: unknown): void {
    if (!(error instanceof BusyError)) {
      this.rules.breach(`something threw ${String(error)}`);
    }
  }

  startedBy({ plan }: Operation): Life | undefined {
    return this.#starters.get(labelOf(plan));
  }

  /** The operations as they are written down. */
  get operations(): readonly Operation[] {
    return [...this.disk.files.values()];
  }

  /** Starts what was planned, and lets windows come and go until all of it has ended. */
  async start(): Promise<void> {
    const { plan, second } = this.work;
    const [first = 0, other] = this.schedule.windows[0] ?? [];
    const life = new Life(this);
    this.#begin(life, plan, first);
    const lives = [life];
    if (other !== undefined) {
      const beside = new Life(this);
      lives.push(beside);
      this.#resume(beside, other);
    }
    if (second !== undefined) {
      this.#begin(lives.at(-1) ?? life, second, other ?? first + 1);
    }
    await this.#live(lives);
    await this.#untilAllHasEnded();
  }

  /** A person has what has failed taken up again, in a new window: all at once, or one by one. */
  async retry(how: "together" | "one by one"): Promise<void> {
    this.time.now += day;
    this.#announcements = [];
    const life = new Life(this);
    life.does(() => life.runner.settleStored());
    life.does(async () => {
      await life.runner.resume(() => undefined);
      for (const operation of life.runner.operations) {
        if (life.runner.canRetry(operation)) {
          this.rules.takenUpAgain(labelOf(operation.plan));
          const retrying = life.runner.retry(operation.id);
          life.does(() => retrying);
          if (how === "one by one") {
            await retrying;
          }
        }
      }
    });
    await this.#live([life]);
    await this.#untilAllHasEnded();
  }

  #begin(life: Life, plan: Plan, after: number): void {
    this.#starters.set(labelOf(plan), life);
    life.does(async () => {
      await life.pause(after);
      await life.runner.start(plan);
    });
  }

  #resume(life: Life, after: number): void {
    life.does(async () => {
      await life.pause(after);
      life.does(() => life.runner.settleStored());
      await life.runner.resume(() => undefined);
    });
  }

  async #untilAllHasEnded(): Promise<void> {
    for (let round = 1; this.operations.some(({ endedAt }) => endedAt === undefined); round += 1) {
      if (round > mostRounds) {
        this.rules.breach("it never ends");
      }
      if (this.rules.breaches.length > 0) {
        return;
      }
      const lives = (this.schedule.windows[round] ?? [0]).map((after) => {
        const life = new Life(this);
        this.#resume(life, after);
        return life;
      });
      await this.#live(lives);
    }
  }

  /** Until each of these windows is gone, or has nothing left to do. */
  async #live(lives: readonly Life[]): Promise<void> {
    const isOver = await this.time.pass(
      () => lives.every(({ isAtRest }) => isAtRest),
      this.time.now + longest,
    );
    if (!isOver && lives.some(({ isAlive, isClosed }) => isAlive && !isClosed)) {
      this.rules.breach("a window waits for ever");
    }
    this.#checkAnnouncements(lives);
    for (const life of lives) {
      life.isAlive = false;
    }
    this.time.forget();
    vi.clearAllTimers();
  }

  #checkAnnouncements(lives: readonly Life[]): void {
    for (const operation of this.operations) {
      const label = labelOf(operation.plan);
      const all = this.#announcements.filter((one) => one.label === label);
      const here = all.filter((one) => one.here);
      // Where the end could not be written down, the next window cannot know of it.
      if (here.length > 1 && !this.disk.unwrittenEnds.has(label)) {
        this.rules.breach(`${label} was announced ${here.length} times`);
      }
      for (const life of lives.filter(({ isAlive, isClosed }) => isAlive && !isClosed)) {
        const heard = all.filter((one) => one.life === life).length;
        if (life.known.has(label) && operation.endedAt !== undefined && heard !== 1) {
          this.rules.breach(`a window heard ${heard} times that ${label} had ended`);
        }
        if (this.disk.endedBy.get(label) === life && here.length === 0) {
          this.rules.breach(`${label} has ended and nobody was told`);
        }
      }
    }
  }
}

/** Whether every step is at an end and the operation says so. */
export function isWhole(operation: Operation): boolean {
  return outcomeOf(operation) !== "running" && operation.steps.every(isStepEnd);
}

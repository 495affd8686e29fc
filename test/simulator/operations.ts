import { randomUUID } from "node:crypto";
import type { SimulatedTime } from "./simulatedTime";

/** A long-running operation, told by the address its progress is read at. */
export interface Operation {
  readonly id: string;
  readonly subscriptionId: string;
  readonly namespace: string;
  readonly location: string;
  /** Infinity while it is held. */
  readonly doneAt: number;
  /** Where its progress is read, from its id; undefined for the provider's own place. */
  readonly path: ((operationId: string) => string) | undefined;
  /** The words for its status while it is under way, one after the other; the last one stays. */
  readonly words: readonly string[];
  /** Whether the service says when to ask again, which few do. */
  readonly saysRetryAfter: boolean;
}

/** What is known of an operation as it begins. */
export interface Beginning extends Omit<Operation, "id"> {
  /** The path of the request that starts it. */
  readonly startedBy: string;
}

/** One of so many polls fails in between: more than the 1 of 1,479 recorded ones, so that it is met. */
const pollsBetweenFailures = 50;

interface Running extends Operation {
  readonly startedBy: string;
  doneAt: number;
  isHeld: boolean;
  readonly effects: ((doneAt: number) => void)[];
}

/** The operations under way and those that were, and the lever that keeps them from ending. */
export class Operations {
  private readonly operations = new Map<string, Running>();
  private held: RegExp | undefined;
  private polls = 0;
  private readonly asked = new Map<string, number>();

  constructor(private readonly time: SimulatedTime) {}

  start(beginning: Beginning): Operation {
    const started: Running = {
      ...beginning,
      id: randomUUID(),
      isHeld: false,
      effects: [],
    };
    this.operations.set(started.id, started);
    this.holdIfWanted(started);
    return started;
  }

  find(id: string): Operation | undefined {
    return this.operations.get(id.toLowerCase());
  }

  /** Counts a poll, and says whether it is one that a gateway in between fails to pass on. */
  isPollLost(): boolean {
    this.polls += 1;
    return this.polls % pollsBetweenFailures === 0;
  }

  /** The word for the status of one under way: the next one each time it is asked for. */
  nextWord({ id, words }: Operation): string {
    const asked = this.asked.get(id) ?? 0;
    this.asked.set(id, asked + 1);
    return words[Math.min(asked, words.length - 1)] ?? "InProgress";
  }

  /**
   * Says what the operation does, by when it is done: told at once, and again when it is held
   * (never) or released (now).
   */
  whenDone({ id }: Operation, effect: (doneAt: number) => void): void {
    const running = this.operations.get(id);
    if (running === undefined) {
      throw new Error(`There is no operation ${id}`);
    }
    running.effects.push(effect);
    effect(running.doneAt);
  }

  /**
   * From now on operations do not end, those under way and those to come.
   *
   * @param requests which ones, by the paths of the requests that start them; all when left out.
   */
  hold(requests = /(?:)/): void {
    this.held = new RegExp(requests.source, "i");
    for (const running of this.operations.values()) {
      if (running.doneAt > this.time.now()) {
        this.holdIfWanted(running);
      }
    }
  }

  /** Operations end again; those that were held are done now. */
  release(): void {
    this.held = undefined;
    for (const running of this.operations.values()) {
      if (running.isHeld) {
        running.isHeld = false;
        this.end(running, this.time.now());
      }
    }
  }

  private holdIfWanted(running: Running): void {
    if (this.held?.test(running.startedBy) === true) {
      running.isHeld = true;
      this.end(running, Infinity);
    }
  }

  private end(running: Running, doneAt: number): void {
    running.doneAt = doneAt;
    for (const effect of running.effects) {
      effect(doneAt);
    }
  }
}

import { format } from "node:util";

/** Collects what nobody caught in this extension host. */
export class Uncaught {
  readonly #found: string[] = [];
  readonly #note = (reason: unknown): void => {
    this.#found.push(format(reason));
  };

  listen(): void {
    process.on("unhandledRejection", this.#note);
    process.on("uncaughtException", this.#note);
  }

  stop(): void {
    process.off("unhandledRejection", this.#note);
    process.off("uncaughtException", this.#note);
  }

  get found(): readonly string[] {
    return this.#found;
  }
}

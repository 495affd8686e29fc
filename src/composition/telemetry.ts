import type { TelemetryReporter } from "@vscode/extension-telemetry";

/** Set at build time; empty in local builds, which then send nothing. */
declare const TELEMETRY_CONNECTION_STRING: string;

/** What is sent about an operation: its kind, and nothing that names a person's resources. */
export interface OperationEvent {
  readonly service: string;
  readonly action: string;
  readonly outcome: string;
  readonly milliseconds: number;
}

/**
 * Usage data, within the person's `telemetry.telemetryLevel`. The reporter is loaded with the first
 * event, after the first operation has ended.
 */
export class Telemetry {
  #reporter: Promise<TelemetryReporter> | undefined;

  /** Sends one event, without names or ids; a failure of sending is ignored. */
  operationEnded(event: OperationEvent): void {
    const { service, action, outcome, milliseconds } = event;
    this.#load()
      ?.then((reporter) => {
        reporter.sendTelemetryEvent("operation", { service, action, outcome }, { milliseconds });
      })
      .catch(() => undefined);
  }

  /** Flushes pending events. */
  dispose(): void {
    this.#reporter?.then((reporter) => reporter.dispose()).catch(() => undefined);
  }

  #load(): Promise<TelemetryReporter> | undefined {
    if (TELEMETRY_CONNECTION_STRING === "") {
      return undefined;
    }
    this.#reporter ??= import("@vscode/extension-telemetry").then(
      (module) => new module.TelemetryReporter(TELEMETRY_CONNECTION_STRING),
    );
    return this.#reporter;
  }
}
